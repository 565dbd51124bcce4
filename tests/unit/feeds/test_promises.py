"""What a subscriber is promised, line by line, and the tests that hold each promise."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.laying import HOUSE

FEEDS, READERS = "integration/test_feeds.py", "integration/test_subscribers.py"
SERVERS, OLD = "integration/test_servers.py", "integration/test_permalinks.py"
RSS, ATOM = "unit/test_feed_rss.py", "unit/test_feed_atom.py"
HTML, HISTORY = "unit/test_feed_html.py", "unit/feeds/test_history.py"
POLICY = "browser/test_policy.py"

PROMISES: dict[str, tuple[tuple[str, str], ...]] = {
    # Identity and dates.
    "One id per post, minted once (`make new` writes it into the front matter)": (
        ("unit/test_new_post.py", "test_a_post_has_its_folder_and_all_its_keys"),
        (FEEDS, "test_one_id_per_post_the_same_in_all_formats"),
    ),
    'the same in RSS, Atom and JSON; in RSS `<guid isPermaLink="false">`': (
        (FEEDS, "test_one_id_per_post_the_same_in_all_formats"),
    ),
    "Changing title, slug, date, category, file name or SITEURL leaves it alone.": (
        (READERS, "test_rename"),
        (READERS, "test_re_date"),
        (READERS, "test_a_change_of_topic"),
        (READERS, "test_domain_move"),
    ),
    "A post without one is given one by `make check`'s fixer, never silently at each build.": (
        (OLD, "test_a_post_without_an_id_is_not_published_and_finds_the_one_it_had_before"),
    ),
    "Two posts with one id stop the build.": (
        ("unit/test_addresses.py", "test_one_id_for_two_posts_is_told_at_the_later"),
    ),
    "`pubDate` is the first publication and stays; Atom `updated` moves only for an explicit"
    " `modified`.": ((FEEDS, "test_published_stays_and_updated_moves_only_on_purpose"),),
    "Aware datetimes, English names under any locale": (
        (FEEDS, "test_dates_are_aware_english_and_past"),
        (RSS, "test_dates_are_english_under_a_french_process"),
    ),
    "daylight saving right": ((RSS, "test_dates_are_rfc_822_with_their_own_offset"),),
    "never in the future": ((READERS, "test_dates_to_come_wait_for_their_day"),),
    "Newest first.": ((FEEDS, "test_newest_first"),),
    "Two builds of one input are byte-identical": (
        (READERS, "test_an_unchanged_site_says_nothing_new_and_not_a_byte_differs"),
    ),
    "channel `lastBuildDate`/`updated` is the newest entry's date, never now.": (
        (FEEDS, "test_newest_first"),
        (RSS, "test_two_renderings_are_one_document_that_knows_no_now"),
    ),
    # Content.
    "`<description>` is the plain-text summary and stands before `<content:encoded>`, the full"
    " HTML.": (
        (FEEDS, "test_description_is_plain_text_before_the_whole_content"),
        (RSS, "test_the_text_of_a_post_is_kept_to_the_letter"),
    ),
    "Every URL absolute: href, src, srcset, poster, source, cite, data": (
        (FEEDS, "test_every_url_is_absolute"),
        (HTML, "test_every_address_is_full"),
        (HTML, "test_every_candidate_of_a_srcset_is_full"),
    ),
    "`#fragment` becomes the post's address and the fragment": (
        (FEEDS, "test_fragments_lead_to_the_posts_page"),
    ),
    "footnote ids unique per post": ((FEEDS, "test_ids_are_unique_over_a_whole_feed"),),
    "no footnote markers in summaries": ((FEEDS, "test_no_footnote_markers_in_summaries"),),
    "No script, form, inline style, class-only span, hidden element, lazy-load placeholder,"
    " reader-side widget": ((FEEDS, "test_nothing_that_only_our_page_needs"),),
    "an iframe, video or audio becomes a link with its image": (
        (FEEDS, "test_players_and_frames_become_links"),
    ),
    "Code blocks stay readable without CSS.": ((FEEDS, "test_code_stays_readable"),),
    "Titles are plain text: no tags, no double escapes.": (
        (FEEDS, "test_titles_are_plain_text"),
        (RSS, "test_plain_text_shows_as_it_is_and_is_escaped_once"),
    ),
    "Characters that XML forbids are removed with a warning naming file and line.": (
        (FEEDS, "test_forbidden_characters_go_with_a_warning"),
    ),
    "No-break spaces are real characters; UTF-8; no BOM.": (
        (FEEDS, "test_no_break_spaces_are_themselves_and_there_is_no_bom"),
    ),
    "After the content, a short footer: the author's one-line bio with a link, “Débattre” (the"
    " post's discussion) and “Répondre par courriel”.": (
        (FEEDS, "test_a_footer_says_who_wrote_it_and_how_to_answer"),
    ),
    # Channel.
    "title, link, non-empty description, `language` fr-FR, copyright, generator, ttl, `<image>` (at"
    " most 144×400, its title and link those of the channel)": (
        (FEEDS, "test_the_channel_says_what_it_is"),
    ),
    '`atom:link rel="self"` with the canonical address and type': (
        (FEEDS, "test_the_channel_says_what_it_is"),
    ),
    '`rel="hub"` only where a ping is really sent after publication.': (
        (
            "integration/test_letter_and_hub.py",
            "test_a_hub_is_announced_told_and_reaches_a_subscriber",
        ),
        (FEEDS, "test_the_channel_says_what_it_is"),
    ),
    "the subscription document plus immutable archive pages linked with `prev-archive`, so that a"
    " reader can fetch the whole history.": (
        (FEEDS, "test_the_whole_history_is_in_the_archives"),
        (
            HISTORY,
            "test_a_quarter_that_ends_or_a_year_leaves_the_archives_of_the_others_to_the_byte",
        ),
    ),
    # Item.
    "`dc:creator` for every author (never an e-mail); `category` with the topic's address as"
    " `domain`, canonical label": ((FEEDS, "test_items_name_authors_and_topics"),),
    "no two that differ by case alone": ((RSS, "test_topics_that_differ_by_case_alone_are_one"),),
    '`media:content medium="image"` and `media:thumbnail`, not in a group; `<comments>`; an'
    " enclosure only for audio or video, at most one, with its real length.": (
        (FEEDS, "test_items_carry_picture_comments_and_one_recording"),
    ),
    # Formats and places.
    "RSS 2.0 `/rss.xml` (full content), Atom `/atom.xml`, JSON Feed 1.1 `/feed.json` (authors,"
    " tags, language, image, summary)": ((FEEDS, "test_json_feed_says_as_much"),),
    "the same three for each topic … and each author …; all of them in `/abonnements.opml`": (
        (FEEDS, "test_the_same_three_for_each_topic_and_author"),
    ),
    "Every page links the main feeds with `<link rel=\"alternate\">`; a topic's or author's page"
    " also its own.": ((FEEDS, "test_every_page_links_the_main_feeds_and_a_topics_its_own"),),
    "`/abonnement/` is a real page for people: what a feed is, each address with a copy button that"
    " works without JavaScript as plain text, a few readers named.": (
        (FEEDS, "test_the_subscribe_page_reads_without_javascript"),
        ("browser/test_feeds.py", "test_a_feed_is_a_readable_list_and_an_address_is_copied"),
    ),
    "a CSS stylesheet … that shows a readable list when a browser opens it": (
        (POLICY, "test_a_feed_that_is_opened_is_a_readable_list"),
        (SERVERS, "test_a_feed_that_a_person_opens_is_the_same_bytes_as_xml"),
        ("unit/test_preview.py", "test_a_feed_that_a_person_opens_is_xml"),
    ),
    "and no XSLT": ((FEEDS, "test_a_browser_sees_a_list_without_xslt"),),
    "Old addresses (`/feed/`, `/feed.xml`, `/feeds/all.atom.xml`, WordPress's) redirect"
    " permanently.": (
        (OLD, "test_old_addresses_of_feeds_redirect_permanently"),
        (SERVERS, "test_old_addresses_lead_on_in_one_step"),
    ),
    "Served as `application/rss+xml; charset=utf-8` (and the like), nosniff": (
        (SERVERS, "test_feeds_are_served_as_what_they_are"),
    ),
    "ETag and Last-Modified with working 304s": (
        (SERVERS, "test_a_second_request_is_answered_with_304"),
    ),
    "Cache-Control of an hour or so, CORS `*`, compressed.": (
        (SERVERS, "test_feeds_are_served_as_what_they_are"),
    ),
    # What feedgen does unasked.
    "Entries are prepended unless `order='append'`.": (
        (RSS, "test_items_keep_their_order"),
        (ATOM, "test_entries_keep_their_order"),
    ),
    "The channel `<link>` is the last link added. RSS writes only the first `rel=self`; hub and"
    " next are lost.": ((ATOM, "test_the_channels_link_is_its_page_beside_self_and_hub"),),
    "Atom entry links lose rel, type and length.": (
        (ATOM, "test_the_links_of_an_entry_say_what_they_are"),
    ),
    '`type="CDATA"` in Atom is an invalid media type: use `html`. The syndication extension writes'
    " an invalid element. `media.thumbnail()` defaults to a `media:group`": (
        (ATOM, "test_content_is_html_and_media_are_in_no_group"),
    ),
    "Entry and feed `updated` default to now.": (
        (ATOM, "test_no_date_is_now_and_the_locale_of_the_process_stays"),
    ),
    "Naive datetimes and control characters raise ValueError.": (
        (ATOM, "test_a_date_without_a_zone_is_refused"),
        ("unit/feeds/test_html.py", "test_no_text_can_break_the_xml"),
    ),
    "`formatRFC2822` switches the process locale": (
        (ATOM, "test_no_date_is_now_and_the_locale_of_the_process_stays"),
    ),
    "There is no JSON Feed and no stylesheet instruction: one small adapter owns all of this.": (
        (ATOM, "test_one_small_adapter_owns_the_library"),
        (FEEDS, "test_a_browser_sees_a_list_without_xslt"),
    ),
    # Judges. The W3C's validator is no package: what it says is in the closing note of the issue.
    "feedparser's `bozo` is 0": ((FEEDS, "test_feedparser_is_silent_over_every_feed"),),
    "a simulated reader that polls before and after a rename, a date edit, a domain move and a"
    " correction shows no duplicate and no lost entry.": (
        (READERS, "test_rename"),
        (READERS, "test_re_date"),
        (READERS, "test_domain_move"),
        (READERS, "test_correction"),
    ),
}


@cache
def functions_of(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_is_held_by_tests_that_are_there_and_can_fail(promise: str) -> None:
    for file, name in PROMISES[promise]:
        found = functions_of(HOUSE / "tests" / file).get(name)
        assert found is not None, f"{file} has no {name}"
        asserting = (ast.Assert, ast.With)  # «pytest.raises» is a with
        assert any(isinstance(node, asserting) for node in ast.walk(found)), name
