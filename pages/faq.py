"""The site's own FAQ page."""

from django.http import HttpResponse
from django.shortcuts import render

from catalog.http import HtmxHttpRequest, cached_page, data_version
from catalog.parameters import reads
from pages.edited_texts import answered, edited_texts
from pages.structured_data import faq_page, json_ld


@reads()
@cached_page
def faq(request: HtmxHttpRequest) -> HttpResponse:
    answers = answered(edited_texts(data_version(request)))
    context = {"faq": answers, "structured_data": json_ld(faq_page(answers))}
    return render(request, "pages/faq.html", context)
