"""What results say whose shapes have no message: how to mend them, in Kazakh, Russian and English.

An engine's own words for them are in English and name what each engine likes.
https://www.w3.org/TR/shacl/#core-components
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from volgraph.io.engines.shapes import RDF, SH, ShapesGraph
from volgraph.io.reports.terms import component_name, short

_BARE = re.compile(r'^"([+-]?\d+|true|false)"\^\^xsd:(?:integer|boolean)$')
_MOST_SHOWN = 5
_LANGUAGES = ("kk", "ru", "en")

_SENTENCES: dict[str, tuple[str, str, str]] = {
    "Class": (
        "Мәнге қажетті кластың rdf:type қасиетін қосыңыз немесе басқа мән көрсетіңіз.",
        "Укажите у значения rdf:type нужного класса или возьмите другое значение.",
        "Give the value an rdf:type of the class that is asked, or name another value.",
    ),
    "Datatype": (
        "Литералды талап етілген деректер типімен және соған жарамды түрде жазыңыз.",
        "Запишите литерал с требуемым типом данных и в допустимой для него форме.",
        "Write the literal with the datatype that is asked, in a form that is valid for it.",
    ),
    "NodeKind": (
        "Мәнді талап етілген түрде жазыңыз: IRI, бос түйін немесе литерал.",
        "Запишите значение нужного вида: IRI, пустой узел или литерал.",
        "Write a value of the kind that is asked: an IRI, a blank node or a literal.",
    ),
    "MinCount": (
        "Жетіспейтін мәндерді қосыңыз.",
        "Добавьте недостающие значения.",
        "Add the values that are missing.",
    ),
    "MaxCount": (
        "Артық мәндерді алып тастаңыз.",
        "Уберите лишние значения.",
        "Remove the values that are too many.",
    ),
    "MinExclusive": (
        "Төменгі шектен үлкен мән жазыңыз.",
        "Укажите значение больше нижней границы.",
        "Give a value above the lower bound.",
    ),
    "MinInclusive": (
        "Төменгі шектен кем емес мән жазыңыз.",
        "Укажите значение не меньше нижней границы.",
        "Give a value that is not below the lower bound.",
    ),
    "MaxExclusive": (
        "Жоғарғы шектен кіші мән жазыңыз.",
        "Укажите значение меньше верхней границы.",
        "Give a value below the upper bound.",
    ),
    "MaxInclusive": (
        "Жоғарғы шектен аспайтын мән жазыңыз.",
        "Укажите значение не больше верхней границы.",
        "Give a value that is not above the upper bound.",
    ),
    "MinLength": ("Мәтінді ұзартыңыз.", "Сделайте текст длиннее.", "Make the text longer."),
    "MaxLength": ("Мәтінді қысқартыңыз.", "Сделайте текст короче.", "Make the text shorter."),
    "Pattern": (
        "Мәнді пішіннің тұрақты өрнегіне сай жазыңыз.",
        "Запишите значение так, чтобы оно подходило под регулярное выражение формы.",
        "Write the value so that it matches the regular expression of the shape.",
    ),
    "LanguageIn": (
        "Рұқсат етілген тілдердің бірінің тегін қойыңыз.",
        "Поставьте тег одного из разрешённых языков.",
        "Tag the text with one of the languages that are allowed.",
    ),
    "UniqueLang": (
        "Әр тілде бір ғана мән қалдырыңыз.",
        "Оставьте по одному значению на язык.",
        "Keep one value for each language.",
    ),
    "Equals": (
        "Екі қасиеттің мәндерін бірдей етіңіз.",
        "Сделайте значения обоих свойств одинаковыми.",
        "Give both properties the same values.",
    ),
    "Disjoint": (
        "Екі қасиетке ортақ мәнді біреуінен алып тастаңыз.",
        "Уберите общее значение у одного из двух свойств.",
        "Remove the value that both properties share from one of them.",
    ),
    "LessThan": (
        "Бірінші қасиеттің мәні екіншісінікінен кіші болуы керек: біреуін түзетіңіз.",
        "Значение первого свойства должно быть меньше значения второго: исправьте одно из них.",
        "The first property has to be less than the second: mend one of them.",
    ),
    "LessThanOrEquals": (
        "Бірінші қасиеттің мәні екіншісінікінен аспауы керек: біреуін түзетіңіз.",
        "Значение первого свойства не должно превышать значения второго: исправьте одно из них.",
        "The first property may not be more than the second: mend one of them.",
    ),
    "Not": (
        "Мән тыйым салынған пішінге сай келмеуі үшін оны өзгертіңіз.",
        "Измените значение так, чтобы оно не соответствовало запрещённой форме.",
        "Change the value so that it does not conform to the shape that is ruled out.",
    ),
    "And": (
        "Мән аталған пішіндердің бәріне сай болуы керек.",
        "Значение должно соответствовать всем перечисленным формам.",
        "Make the value conform to all the shapes that are listed.",
    ),
    "Or": (
        "Мән аталған пішіндердің кемінде біріне сай болуы керек.",
        "Значение должно соответствовать хотя бы одной из перечисленных форм.",
        "Make the value conform to at least one of the shapes that are listed.",
    ),
    "Xone": (
        "Мән аталған пішіндердің дәл біріне сай болуы керек.",
        "Значение должно соответствовать ровно одной из перечисленных форм.",
        "Make the value conform to exactly one of the shapes that are listed.",
    ),
    "Node": (
        "Мәнді ол сілтейтін пішінге сай етіңіз: сол пішіннің талаптарын қараңыз.",
        "Приведите значение в соответствие с формой, на которую ссылается ограничение.",
        "Make the value conform to the shape that the constraint refers to.",
    ),
    "QualifiedMinCount": (
        "Көрсетілген пішінге сай мәндерді қосыңыз.",
        "Добавьте значений, соответствующих указанной форме.",
        "Add values that conform to the shape that is named.",
    ),
    "QualifiedMaxCount": (
        "Көрсетілген пішінге сай мәндердің артығын алып тастаңыз.",
        "Уберите лишние значения, соответствующие указанной форме.",
        "Remove some of the values that conform to the shape that is named.",
    ),
    "Closed": (
        "Пішінде жоқ қасиетті алып тастаңыз, атауын түзетіңіз немесе пішінге қосыңыз.",
        "Уберите свойство, которого нет в форме, исправьте его имя или добавьте его в форму.",
        "Remove the property that the shape does not know, mend its name, or add it to the shape.",
    ),
    "HasValue": (
        "Талап етілген мәнді қосыңыз.",
        "Добавьте требуемое значение.",
        "Add the value that is asked.",
    ),
    "SPARQL": (
        "Пішіннің сұрауы осыны тапты: ол не іздейтінін қараңыз.",
        "Это нашёл запрос формы: посмотрите, что он ищет.",
        "The query of the shape found this: see what it looks for.",
    ),
    "In": (
        "Рұқсат етілген мәндердің бірін таңдаңыз.",
        "Возьмите одно из разрешённых значений.",
        "Choose one of the values that are allowed.",
    ),
}


@lru_cache(maxsize=4096)
def stated(shapes: ShapesGraph, shape: str, component: str) -> Mapping[str, str] | None:
    """Return a message a language, or None if the shapes have one, or only the engine knows what was broken.

    Args:
        shapes: the graph of the shape.
        shape: its term, as in `Result.shape`.
        component: the term of the constraint component.
    """
    name = component_name(component)
    sentences = _SENTENCES.get(name)
    constraints = [shape, *map(str, shapes.objects(shape, f"{SH}sparql"))]
    if sentences is None or any(shapes.objects(one, f"{SH}message") for one in constraints):
        return None
    parameter = f"{SH}{name[:1].lower()}{name[1:]}"
    asked = _asked(shapes, shape, parameter)
    return {
        language: f"{sentence.removesuffix('.')}: {short(f'<{parameter}>')} {asked}" if asked else sentence
        for language, sentence in zip(_LANGUAGES, sentences, strict=True)
    }


def _asked(shapes: ShapesGraph, shape: str, parameter: str) -> str:
    """Return the values of a parameter as Turtle has them, "" where they have no names or are many."""
    values = [str(value) for value in shapes.objects(shape, parameter)]
    is_list = len(values) == 1 and bool(shapes.objects(values[0], f"{RDF}first"))
    terms = [str(item) for item in shapes.items(values[0])] if is_list else sorted(values)
    if len(terms) > _MOST_SHOWN or any(term.startswith("_:") for term in terms):
        return ""
    shown = [_short(term) for term in terms]
    return f"({' '.join(shown)})" if is_list else ", ".join(shown)


def _short(term: str) -> str:
    """Return a term as Turtle writes it shortest."""
    return _BARE.sub(r"\1", short(term))
