"""Calls to an organisation's provider: by the same rule as webhooks, and read briefly.

No redirect is followed, no proxy of the environment is used, no more than 256 KiB is
read, and nothing of a call is logged.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from reciprocal.single_sign_on import rules
from reciprocal.single_sign_on.errors import ProviderUnreachable, SignOnRefused
from reciprocal.webhooks import post
from reciprocal.webhooks.destinations import destination, may_be_called
from reciprocal.webhooks.post import Roads

_ANSWER_BYTES_MAX = 256 * 1024


def read(roads: Roads, url: str) -> Mapping[str, Any]:
    """Return a JSON object that a provider publishes.

    Raises:
        ProviderUnreachable: When nobody answers there, or may be called there.
    """
    return _object(asyncio.run(_call(roads, "GET", url)), ProviderUnreachable)


def exchange(
    roads: Roads, url: str, form: Mapping[str, str], *, client: tuple[str, str]
) -> str:
    """Return the identity that a code stands for, as a signed text.

    Args:
        client: The client id and its secret, sent as RFC 6749 section 2.3.1 has it.

    Raises:
        ProviderUnreachable: When nobody answers there, or may be called there.
        SignOnRefused: When the provider does not take the code.
    """
    answer = asyncio.run(_call(roads, "POST", url, form=form, client=client))
    token = _object(answer, SignOnRefused).get("id_token")
    if not isinstance(token, str):
        raise SignOnRefused
    return token


def claims_of(token: str, keys: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a signed identity says, once one of the provider's keys fits.

    Raises:
        SignOnRefused: When none does.
    """
    try:
        known = KeySet.import_key_set({"keys": list(keys["keys"])})
        return jwt.decode(token, known, algorithms=list(rules.ALGORITHMS)).claims
    except (JoseError, ValueError, KeyError, TypeError):
        raise SignOnRefused from None


async def _call(
    roads: Roads,
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    client: tuple[str, str] | None = None,
) -> tuple[int, bytes]:
    to = destination(url, to_loopback=roads.to_loopback)
    if to is None:
        raise ProviderUnreachable
    try:
        async with asyncio.timeout(roads.call_seconds):
            found = await post.addresses(to, roads)
            if not may_be_called(found, to_loopback=roads.to_loopback):
                raise ProviderUnreachable
            async with (
                post.client(roads) as http,
                http.stream(
                    method,
                    to.at(found[0]),
                    data=None if form is None else dict(form),
                    auth=client,
                    headers={"host": to.authority, "accept": "application/json"},
                    extensions={"sni_hostname": to.host},
                ) as answer,
            ):
                return answer.status_code, await _body(answer)
    except (httpx.HTTPError, OSError, ValueError):
        raise ProviderUnreachable from None


async def _body(answer: httpx.Response) -> bytes:
    body = b""
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > _ANSWER_BYTES_MAX:
            raise ProviderUnreachable
    return body


def _object(
    answer: tuple[int, bytes],
    otherwise: type[ProviderUnreachable] | type[SignOnRefused],
) -> Mapping[str, Any]:
    status, body = answer
    if status != httpx.codes.OK:
        raise otherwise
    try:
        found = json.loads(body)
    except ValueError:
        raise otherwise from None
    if not isinstance(found, dict):
        raise otherwise
    return found
