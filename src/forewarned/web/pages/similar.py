"""Deaths in similar circumstances: to a report's, or to a narrative that is compared and kept nowhere."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from forewarned.errors import ForewarnedError, InputError, NotFoundError
from forewarned.lessons.questions.likeness import SimilarAnswer, SimilarReport, ask_similar
from forewarned.lessons.questions.rest import rest_now
from forewarned.reports.documents import read_document
from forewarned.reports.models import Report
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.report import find_reports
from forewarned.settings import settings
from forewarned.web.access import May
from forewarned.web.again_rows import died_told
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.paths import Path
from forewarned.web.rates import limited
from forewarned.web.uploads import kept_while_read

LONGEST = 100_000
"""Characters of a narrative: some forty pages."""
MOST_BYTES = 5 * 1024 * 1024
ENDINGS = (".txt", ".docx", ".pdf")
SHOWN = 10
GRADES = {
    3: "The same kind of death",
    2: "Mostly the same circumstances",
    1: "Alike in part",
    0: "Hardly alike",
}
ASPECTS = {
    "person": "the person",
    "setting": "where they were",
    "mechanism": "how they died",
    "failing": "what went wrong",
    "topic": "what is spoken of",
    "words": "passages alike",
}


@kept
def of_report(request: HttpRequest, key: str) -> HttpResponse:
    """Deaths in circumstances like those of one report."""
    as_at = read_as_at(request)
    report = Report.objects.filter(key=key, published_on__lte=as_at).first()
    if report is None:
        found = find_reports(key, as_at=as_at)[0]
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(reverse("similar_report", kwargs={"key": found.key}) + query)
    try:
        answer = remembered(("similar to", key, as_at), lambda: ask_similar(report=report, as_at=as_at, k=SHOWN))
    except NotFoundError as error:
        return render(request, "similar_report.jinja", _page_of(request, report, as_at, None, error), status=404)
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv(answer.rows(), f"similar to {report.ref or key} {as_at}")
    if face == "json":
        return as_json(answer)
    return render(request, "similar_report.jinja", _page_of(request, report, as_at, answer, None))


def _page_of(
    request: HttpRequest, report: Report, as_at: date, answer: SimilarAnswer | None, problem: ForewarnedError | None
) -> dict[str, Any]:
    path = reverse("similar_report", kwargs={"key": report.key})
    named = f"report {report.ref}" if report.ref else "this report"
    return {
        "page_title": f"Who else died in circumstances like those of {named}?",
        "report": report,
        "named": named,
        "answer": answer,
        "problem": problem,
        "as_at": as_at,
        "shown": rows_of(answer) if answer else [],
        "csv": address_with(request, format="csv"),
        "json": address_with(request, format="json"),
        "address": request.build_absolute_uri(f"{path}?as_at={as_at}"),
    }


def rows_of(answer: SimilarAnswer) -> list[dict[str, Any]]:
    """Each death with its grade in words and its shared points under what they are of."""
    return [
        {
            "line": one,
            "grade": GRADES[one.grade],
            "href": reverse("report", kwargs={"key": one.key}),
            "points": [(ASPECTS.get(point.aspect, point.aspect), point) for point in one.shared],
            "differences": [plain_difference(text) for text in one.differences],
            "who": _who(one),
            "died": died_told(one),
        }
        for one in answer.found
    ]


def _who(one: SimilarReport) -> str:
    return f"Report {one.ref}" if one.ref else "A report without a reference"


def plain_difference(text: str) -> str:
    """A difference as a sentence."""
    aspect, colon, rest = text.partition(": ")
    said = f"{ASPECTS.get(aspect, aspect)}: {rest}" if colon else text
    return said[:1].upper() + said[1:]


def narrative(request: HttpRequest) -> HttpResponse:
    """A narrative of one's own: a form, and on POST what is like it. Nothing of it is stored, remembered or logged."""
    context: dict[str, Any] = {
        "page_title": "Has anybody else died in circumstances like these?",
        "answer": None,
        "problem": None,
        "shown": [],
        "longest": LONGEST,
        "rest": rest_now(settings().today()),
        "address": request.build_absolute_uri(reverse("similar")),
    }
    status = 200
    if request.method == "POST":
        try:
            answer = ask_similar(text=read_narrative(request), as_at=settings().today(), k=SHOWN)
            context |= {"answer": answer, "shown": rows_of(answer)}
        except InputError as error:
            context["problem"], status = error, 400
    response = render(request, "similar.jinja", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def read_narrative(request: HttpRequest) -> str:
    """The words typed, or those of the file sent: read in a folder that is gone afterwards. Raises InputError."""
    typed, file = request.POST.get("text", "").strip(), request.FILES.get("file")
    if bool(typed) == bool(file):
        raise InputError(
            "Type or paste the circumstances, or choose a file" if not typed else "There is a text and a file",
            next_step="give one of the two",
        )
    text = typed if file is None else _words_of(file)
    if not any(letter.isalpha() for letter in text):
        raise InputError("No words were found in it", next_step="paste the circumstances as text")
    if len(text) > LONGEST:
        raise InputError(
            f"This is longer than {LONGEST:,} characters", next_step="give the circumstances of the death alone"
        )
    return text


def _words_of(file: UploadedFile[bytes]) -> str:
    if PurePath(file.name or "").suffix.lower() not in ENDINGS:
        raise InputError("This kind of file is not read here", next_step="save it as .txt, .docx or .pdf")
    if (file.size or 0) > MOST_BYTES:
        raise InputError("The file is larger than 5 MB", next_step="paste the circumstances as text")
    with kept_while_read(file) as path:
        return read_document(path, ocr=False).text.strip()


PATHS = (
    Path("similar/", limited("similar", a_minute=20)(narrative), name="similar", may=May.READ_REGISTER,
         methods=("GET", "POST")),
    Path("reports/<str:key>/similar/", of_report, name="similar_report", may=May.READ_REGISTER, sensitive=True),
)  # fmt: skip
