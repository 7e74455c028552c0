"""Expected adequacy score (1..5) from the alternatives at the score token."""
import math


def expected_score(top_logprobs, low=1, high=5):
    num = den = 0.0
    for alt in top_logprobs:
        t = alt.token.strip()
        if t.isdigit() and low <= int(t) <= high:
            p = math.exp(alt.logprob)
            num += int(t) * p
            den += p
    return num / den if den > 0 else None


def adequacy(client, model, src, hyp):
    r = client.chat.completions.create(
        model=model, max_tokens=1, temperature=1, logprobs=True, top_logprobs=20,
        messages=[{"role": "system", "content": "Rate the adequacy from 1 to 5. Answer with the digit."},
                  {"role": "user", "content": f"Source: {src}\nTranslation: {hyp}"}],
    )
    return expected_score(r.choices[0].logprobs.content[0].top_logprobs)
