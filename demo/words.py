"""The few words of the demo's own pages, in its languages. The course text stays English."""

from django.conf import settings
from django.utils.translation import get_language

LANGUAGES = [code for code, _ in settings.LANGUAGES]

WORDS: dict[str, tuple[str, str, str]] = {
    "who": ("Who are you today?", "من أنت اليوم؟", "¿Quién eres hoy?"),
    "intro": (
        "A course with mentors. Choose a person: the same block shows each of them their own page. "
        "What you do stays until you reset the demo.",
        "مقرر فيه مرشد. ادخل باسم من تشاء: تُظهر الوحدة نفسها لكل شخص ما يخصه، ويبقى ما تفعله إلى أن تعيد الضبط.",
        "Un curso con mentores. Entra como quien quieras: el mismo bloque muestra a cada cual lo suyo. "
        "Lo que hagas queda hasta reiniciar.",
    ),
    "start": ("Start here", "ابدأ من هنا", "Empieza aquí"),
    "learner": ("Learners", "المتعلمون", "Participantes"),
    "mentor": ("Mentors", "المرشدون", "Mentores"),
    "team": ("Course team", "فريق المقرر", "Equipo del curso"),
    "visitor": ("From outside", "من الخارج", "Desde fuera"),
    "author": ("Author, in Studio", "المؤلف في Studio", "Autoría, en Studio"),
    "author_line": (
        "The mentors, the plan and the reply times, and what an author sees in the unit",
        "المرشدون والخطة وأوقات الرد، وما يراه المؤلف في الوحدة",
        "Los mentores, el plan y los tiempos de respuesta, y lo que ve quien escribe el curso",
    ),
    "a_learner": ("As a learner", "بصفة متعلم", "Como participante"),
    "a_mentor": ("As her mentor", "مرشدةً لها", "Como su mentora"),
    "a_team": ("As the course team", "من فريق المقرر", "Como equipo del curso"),
    "people": ("Someone else", "شخص آخر", "Otra persona"),
    "units": ("Units", "الوحدات", "Unidades"),
    "as": ("You are", "أنت", "Eres"),
    "with": ("with", "مع", "con"),
    "beside": ("Side by side", "جنباً إلى جنب", "Lado a lado"),
    "beside_hint": (
        "A learner and their mentor in one window",
        "متعلم ومرشده في نافذة واحدة",
        "Participante y mentor en una ventana",
    ),
    "left_side": ("Left", "اليسار", "Izquierda"),
    "right_side": ("Right", "اليمين", "Derecha"),
    "show": ("Show", "اعرض", "Mostrar"),
    "dark": ("Dark", "داكن", "Oscuro"),
    "light": ("Light", "فاتح", "Claro"),
    "language": ("Language and light", "اللغة والإضاءة", "Idioma y luz"),
    "edit": ("Edit", "تحرير", "Editar"),
    "editing": ("Editing:", "تحرير:", "Editando:"),
    "saved": (
        "Saved. Learners see it from now on.",
        "حُفظ. يراه المتعلمون من الآن.",
        "Guardado. Ya lo ven los participantes.",
    ),
    "saving": ("Saving", "جارٍ الحفظ", "Guardando"),
    "preview": ("What the author sees in the unit", "ما يراه المؤلف في الوحدة", "Lo que ve quien escribe el curso"),
    # How a person is doing
    "not_joined": ("has not joined yet", "لم ينضم بعد", "aún no se ha unido"),
    "withdrew": ("withdrew the request", "سحب طلبه", "retiró la solicitud"),
    "asks_mentor": ("is waiting for a mentor", "ينتظر مرشداً", "espera mentor"),
    "left": ("left, can still come back", "غادر ويمكنه العودة", "se fue, puede volver"),
    "ended": ("ended", "انتهى", "terminó"),
    "first_contact": (
        "just joined, not greeted yet",
        "انضم للتو، بانتظار الترحيب",
        "acaba de unirse, falta el saludo",
    ),
    "waits": ("is waiting for an answer", "ينتظر جواباً", "espera respuesta"),
    "to_read": ("something new to read", "جديد للقراءة", "algo nuevo que leer"),
    "paused": ("paused", "متوقف مؤقتاً", "en pausa"),
    "to_agree": (
        "proposed a plan, needs the mentor's answer",
        "اقترح خطة وينتظر رد المرشد",
        "propuso un plan, falta la respuesta del mentor",
    ),
    "offered": ("the mentor proposed a goal", "اقترح المرشد هدفاً", "el mentor propuso un objetivo"),
    "suggested": ("changes to the plan were suggested", "اقتُرحت تعديلات على الخطة", "cambios sugeridos al plan"),
    "asks": ("asked for a different date", "طلب موعدًا مختلفًا", "pidió otra fecha"),
    "back": ("back from a pause", "عاد من توقف مؤقت", "de vuelta de una pausa"),
    "in_review": ("handed in, waiting for review", "سلّم عمله وينتظر المراجعة", "entregado, espera revisión"),
    "changes": ("changes requested", "طُلبت تعديلات", "cambios pedidos"),
    "working": ("milestone in progress", "مرحلة قيد العمل", "hito en curso"),
    "finished": ("every milestone approved", "كل المراحل معتمدة", "todos los hitos aprobados"),
    "reported": ("report to read", "بلاغ للقراءة", "hay un reporte por leer"),
    "moved": ("the team changed the mentor", "غيّر الفريق المرشد", "el equipo cambió su mentor"),
    "approved": ("{done} of {all} approved", "المعتمد: {done} من {all}", "{done} de {all} aprobados"),
    "messages": ("{count} messages", "الرسائل: {count}", "{count} mensajes"),
    "learners": ("learners: {count}", "المتعلمون: {count}", "participantes: {count}"),
    "waiting": ("waiting: {count}", "ينتظرون: {count}", "esperan: {count}"),
    "agrees": ("to agree: {count}", "للموافقة: {count}", "por acordar: {count}"),
    "reviews": ("to review: {count}", "للمراجعة: {count}", "por revisar: {count}"),
}


def words() -> dict[str, str]:
    """Return the words in the language of this request."""
    language = (get_language() or "en").split("-")[0]
    column = LANGUAGES.index(language) if language in LANGUAGES else 0
    return {word: said[column] for word, said in WORDS.items()}
