"""What the two units teach."""

TABLES_THAT_TALK = """
<p>A small clinic keeps everything in one sheet: a line for each appointment, with the patient's name and
telephone, the doctor, the room and the time. It works until Mrs Farah changes her number. She has eleven
lines, eight of them are corrected, and next week somebody calls the old number.</p>
<h3>One fact, one place</h3>
<p>The sheet mixes three kinds of things. Give each its own table: <b>patient</b>, <b>doctor</b> and
<b>appointment</b>. A telephone number is a fact about a patient, so it stands in the patient table,
once.</p>
<h3>Keys</h3>
<p>To speak about a row you need something that names it and never changes. Names do change, and two people
share them. So each patient gets a number that means nothing else: the <b>primary key</b>. An appointment
then does not repeat who the patient is; it carries the patient's number, a <b>foreign key</b>.</p>
<table>
<thead>
<tr>
<th scope="col">appointment</th><th scope="col">patient_id</th>
<th scope="col">doctor_id</th><th scope="col">starts</th>
</tr>
</thead>
<tbody>
<tr><td>501</td><td>17</td><td>3</td><td>Mon 09:00</td></tr>
<tr><td>502</td><td>22</td><td>3</td><td>Mon 09:20</td></tr>
<tr><td>503</td><td>17</td><td>5</td><td>Thu 14:40</td></tr>
</tbody>
</table>
<p>Patient 17 has two appointments and one telephone number. That is a link of <i>one to many</i>: the key
is kept on the side of the many.</p>
<h3>When both sides are many</h3>
<p>A patient takes several medicines, and a medicine is taken by several patients. Neither table can hold
the key of the other in one column. Make a table of its own, <b>prescription</b>, with one row for each
pair. It soon turns out to have facts of its own: the dose, since when, who wrote it.</p>
<p><b>Try it.</b> Which table would you give the column <i>room</i>? Say why, in one sentence, before you go
on.</p>
"""

DRAW_THE_MODEL = """
<p>Now it is your turn. Take something you know well, with at least three kinds of things in it: a library,
a repair shop, a sports club, the clinic. Draw its tables on paper before you touch a computer.</p>
<ol>
<li>Write down five questions somebody there asks every week. &#8220;Which bicycles are waiting for a
part?&#8221;</li>
<li>Underline the nouns. Most of them become tables, some become columns.</li>
<li>Draw a box for each table, with its primary key on top.</li>
<li>Draw a line for each link and write <i>one</i> or <i>many</i> at both of its ends. Where it says many
twice, put a table in between.</li>
<li>Answer your five questions with a finger on the drawing. Where the finger gets lost, something is
missing.</li>
</ol>
<p>A drawing is done when somebody else can answer the questions with it. Show it to your mentor and ask
about the line you are least sure of.</p>
"""
