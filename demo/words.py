"""The few words of the demo's own pages, in its languages. The course text stays English."""

from django.utils.translation import get_language

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "who": "Who are you today?",
        "intro": "A course with a mentor in it. Walk in as anybody. What you do stays until a reset.",
        "learner": "Walk in as a learner",
        "mentor": "Walk in as a mentor",
        "team": "Walk in as the course team",
        "visitor": "Look in from outside",
        "people": "Switch person",
        "units": "Units",
        "as": "You are",
        "beside": "Side by side",
        "beside_hint": "A learner and a mentor in one window",
        "left": "Left",
        "right": "Right",
        "show": "Show",
        "dark": "Dark",
        "light": "Light",
        "language": "Language",
        "skip": "Skip to the unit",
    },
    "ar": {
        "who": "من أنت اليوم؟",
        "intro": "مقرر فيه مرشد. ادخل باسم من تشاء، ويبقى ما تفعله إلى أن تعيد ضبط العرض.",
        "learner": "ادخل متعلماً",
        "mentor": "ادخل مرشداً",
        "team": "ادخل من فريق المقرر",
        "visitor": "انظر من الخارج",
        "people": "تبديل الشخص",
        "units": "الوحدات",
        "as": "أنت",
        "beside": "جنباً إلى جنب",
        "beside_hint": "متعلم ومرشد في نافذة واحدة",
        "left": "اليسار",
        "right": "اليمين",
        "show": "اعرض",
        "dark": "داكن",
        "light": "فاتح",
        "language": "اللغة",
        "skip": "انتقل إلى الوحدة",
    },
    "es": {
        "who": "¿Quién eres hoy?",
        "intro": "Un curso con mentor. Entra como quien quieras; lo que hagas queda hasta reiniciar la demo.",
        "learner": "Entrar como estudiante",
        "mentor": "Entrar como mentor",
        "team": "Entrar como equipo del curso",
        "visitor": "Mirar desde fuera",
        "people": "Cambiar de persona",
        "units": "Unidades",
        "as": "Eres",
        "beside": "Lado a lado",
        "beside_hint": "Estudiante y mentor en una ventana",
        "left": "Izquierda",
        "right": "Derecha",
        "show": "Mostrar",
        "dark": "Oscuro",
        "light": "Claro",
        "language": "Idioma",
        "skip": "Ir a la unidad",
    },
}


def words() -> dict[str, str]:
    """Return the words in the language of this request."""
    return WORDS.get((get_language() or "en").split("-")[0], WORDS["en"])
