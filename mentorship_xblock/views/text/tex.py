r"""Which mathematics of a message the host may typeset.

The host's MathJax was made for what authors write. It also knows commands that run a script (``\href``), style or name an
element, load more of it, or define commands for the whole page. So only commands that draw are let through, by name.
"""

import re

TEX_MAX = 2_000
"""Characters of one formula. A longer one would keep the reader's browser busy."""

_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
"""A command by name. What follows a backslash and is no letter is one that draws."""
_UPWARDS = re.compile(r"\\\\\s*\*?\s*\[[^\]]*-")
"""A row put above its place, over what somebody else has written."""

_NAMES = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi varpi rho
varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
aleph beth gimel hbar hslash ell wp Re Im imath jmath partial nabla infty emptyset varnothing complement angle
measuredangle triangle square Box Diamond bigstar blacksquare prime backprime degree circ bullet star ast dagger ddagger
flat natural sharp clubsuit diamondsuit heartsuit spadesuit checkmark mho eth surd top bot forall exists nexists neg lnot
pm mp times div cdot cdotp cap cup uplus sqcap sqcup vee wedge lor land setminus smallsetminus wr diamond oplus ominus otimes
oslash odot bigcirc bigtriangleup bigtriangledown triangleleft triangleright amalg ltimes rtimes dotplus
le leq leqq leqslant ge geq geqq geqslant ll lll gg ggg lt gt lesssim gtrsim ne neq eq equiv approx approxeq cong sim simeq
nsim ncong doteq propto asymp prec succ preceq succeq subset supset subseteq supseteq subsetneq supsetneq nsubseteq
nsupseteq sqsubset sqsupset sqsubseteq sqsupseteq in ni notin owns mid nmid parallel nparallel perp vdash dashv models Vdash
vDash smile frown bowtie therefore because between nless ngtr nleq ngeq triangleq coloneqq not
leftarrow gets rightarrow to leftrightarrow Leftarrow Rightarrow Leftrightarrow uparrow downarrow updownarrow Uparrow
Downarrow Updownarrow longleftarrow longrightarrow longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow iff
implies impliedby mapsto longmapsto hookleftarrow hookrightarrow leftharpoonup leftharpoondown rightharpoonup
rightharpoondown rightleftharpoons leftrightharpoons nearrow searrow swarrow nwarrow nleftarrow nrightarrow
rightsquigarrow leadsto xleftarrow xrightarrow
sum prod coprod int iint iiint oint bigcap bigcup bigsqcup bigvee bigwedge bigodot bigoplus bigotimes biguplus limits
nolimits displaystyle textstyle scriptstyle scriptscriptstyle
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf limsup ln log max min
Pr projlim sec sin sinh sup tan tanh mod bmod pmod pod operatorname
frac dfrac tfrac cfrac binom dbinom tbinom genfrac over choose atop sqrt root of overline underline overbrace underbrace
overset underset stackrel substack sideset hat widehat bar vec dot ddot dddot tilde widetilde acute grave breve check
mathring overrightarrow overleftarrow overleftrightarrow cancel bcancel xcancel boxed phantom hphantom vphantom
left right middle big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr Biggm langle rangle lbrace
rbrace lbrack rbrack lceil rceil lfloor rfloor lvert rvert lVert rVert vert Vert backslash lgroup rgroup lmoustache
rmoustache ulcorner urcorner llcorner lrcorner
begin end hline cr quad qquad enspace thinspace ldots cdots vdots ddots dots dotsb dotsc dotsi dotsm colon
text textrm textit textbf textsf texttt textnormal mbox mathrm mathit mathbf mathsf mathtt mathbb mathcal mathscr mathfrak
boldsymbol bm rm it bf sf tt cal bold mathord mathop mathbin mathrel mathopen mathclose mathpunct mathinner
"""
DRAWING_COMMANDS = frozenset(_NAMES.split())


def may_be_typeset(formula: str) -> bool:
    """Whether what stands between the delimiters only draws mathematics."""
    return (
        len(formula) <= TEX_MAX
        and DRAWING_COMMANDS.issuperset(filter(None, _COMMAND.findall(formula)))
        and not _UPWARDS.search(formula)
    )
