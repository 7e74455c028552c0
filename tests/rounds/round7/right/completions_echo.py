"""Echo scoring with an OpenAI-compatible completions server."""
import argparse
from openai import OpenAI


def scored(client, model, question, answer):
    resp = client.completions.create(model=model, prompt=question + answer, max_tokens=0, echo=True, logprobs=1)
    lp = resp.choices[0].logprobs
    try:
        first = lp.text_offset.index(len(question))
    except ValueError:
        raise RuntimeError("a token spans the border of question and answer") from None
    return sum(lp.token_logprobs[first:])


def cli():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True)
    ap.add_argument("--question", required=True)
    ap.add_argument("answers", nargs="+")
    ns = ap.parse_args()
    client = OpenAI()
    board = {a: scored(client, ns.model, ns.question, a) for a in ns.answers}
    for a, s in sorted(board.items(), key=lambda kv: -kv[1]):
        print(f"{s:9.3f} {a}")


if __name__ == "__main__":
    cli()
