"""The site's own FAQ page."""

from django.http import HttpResponse
from django.shortcuts import render

from catalog.http import HtmxHttpRequest, cached_page
from pages.answers import site_answers
from pages.structured_data import faq_page, json_ld


@cached_page
def faq(request: HtmxHttpRequest) -> HttpResponse:
    answers = site_answers()
    context = {"faq": answers, "structured_data": json_ld(faq_page(answers))}
    return render(request, "pages/faq.html", context)
