"""What the units teach."""

ROWS_AND_FACTS = """
<p>Listen at the front desk of a small clinic for ten minutes. &#8220;Is Dr Nassar here on Thursday?&#8221;
&#8220;Has Mrs Farah paid?&#8221; &#8220;Who has not come for the second injection?&#8221; Each question is answered
by somebody who looks at something that somebody else has written down.</p>
<p>What was written down is a <b>fact</b>: a short sentence that is true or not. <i>Mrs Farah was born in 1961.
Dr Nassar works on Thursdays.</i> Sentences of the same kind, about things of the same kind, can share their words.
That is all a table is: the words once, at the top, and one <b>row</b> for each time the sentence is true.</p>
<table>
<thead><tr><th scope="col">doctor</th><th scope="col">works on</th><th scope="col">from</th></tr></thead>
<tbody>
<tr><td>Nassar</td><td>Thursday</td><td>08:00</td></tr>
<tr><td>Nassar</td><td>Friday</td><td>13:00</td></tr>
<tr><td>Haidar</td><td>Thursday</td><td>09:30</td></tr>
</tbody>
</table>
<p>Read a row aloud. If it makes a sentence you can argue about, it is a row. If you have to say &#8220;and
also&#8221;, there are two sentences in it, and later on they will want to change at different times.</p>
<p><b>Try it.</b> Follow one person through a place you know, with a pencil. Make a mark each time somebody writes
something down or looks something up. How many did you guess, and how many were there?</p>
"""

TABLES_THAT_TALK = """
<p>A small clinic keeps everything in one sheet: a line for each appointment, with the patient's name and
telephone, the doctor, the room and the time. It works until Mrs Farah changes her number. She has eleven
lines, eight of them are corrected, and next week somebody calls the old number.</p>
<h2>One fact, one place</h2>
<p>The sheet mixes three kinds of things. Give each its own table: <b>patient</b>, <b>doctor</b> and
<b>appointment</b>. A telephone number is a fact about a patient, so it stands in the patient table,
once.</p>
<h2>Keys</h2>
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
<h2>When both sides are many</h2>
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

ASK_A_TABLE = """
<p>A question to a table has three parts: which columns you want to read, in which table they stand, and for which
rows the sentence has to be true.</p>
<pre><code>SELECT name, telephone
FROM patient
WHERE born &lt; 1960;</code></pre>
<p>When the answer stands in two tables, say how their rows belong together. You drew that line in 3.4; here you
walk along it.</p>
<pre><code>SELECT patient.name, visit.day
FROM patient
JOIN visit ON visit.patient_id = patient.patient_id
WHERE visit.day = '2025-04-03';</code></pre>
<h2>What is not there</h2>
<p>The hardest questions ask for what is missing: who did <i>not</i> come? Start from everybody, put the visits
beside them, and keep the rows where the other side stayed empty.</p>
<pre><code>SELECT appointment.starts, patient.name
FROM appointment
JOIN patient ON patient.patient_id = appointment.patient_id
LEFT JOIN visit ON visit.appointment_id = appointment.appointment_id
WHERE visit.visit_id IS NULL;</code></pre>
<p>A query that runs is not yet right. Ask it something whose answer you can count by hand, on one page of the paper
book, before you believe it about the other two hundred.</p>
<p><b>Try it.</b> Ask your own sheet, at home or at work, one question that begins with <i>who did not</i>.</p>
"""

LOAD_WHAT_YOU_ARE_GIVEN = """
<p>Nobody is ever given clean rows. Somebody typed them, in a hurry, on a Thursday. Load them all the same, and keep
three things apart: what came, what is right, and what you turned away.</p>
<ol>
<li>Load the file as it is into a table without any rules. Nothing is lost from here on.</li>
<li>Move over the rows that keep all rules of your model. Let the database refuse, do not look for mistakes by eye.</li>
<li>What is left is turned away: a row and a reason each. One row can have two reasons.</li>
</ol>
<pre><code>INSERT INTO visit (patient_id, day, room_id)
SELECT patient_id, day, room_id
FROM visit_as_typed
WHERE patient_id IN (SELECT patient_id FROM patient);</code></pre>
<p>Never mend a row by guessing. A wrong date looks exactly as true as a right one.</p>
<p><b>Try it.</b> Load the file of 200 visits. Eleven rows in it break a rule of your model: which, and what would you
do with each?</p>
"""

THREE_QUESTIONS = """
<p>Take three of the five questions that you wrote down at the very beginning. For each, write the query, run it, and
then count the answer by hand on one page of the paper book.</p>
<table>
<thead><tr><th scope="col">question</th><th scope="col">the query says</th><th scope="col">counted by hand</th></tr></thead>
<tbody>
<tr><td>Who has not paid this month?</td><td>14</td><td>14</td></tr>
<tr><td>Who did not come, twice?</td><td>3</td><td>4</td></tr>
</tbody>
</table>
<p>Where the two numbers differ, one of them is wrong, and it is not always the query. Mrs Farah was counted twice:
there are two of her.</p>
<p>This page checks itself: it lets you through when all three pairs are the same.</p>
"""
