"""Answer score from an echoed completion, cut at the answer's character offset."""
import requests


def answer_logprob(url, model, question, answer):
    prompt = f"Q: {question}\nA:"
    body = {"model": model, "prompt": f"{prompt} {answer}", "max_tokens": 0, "echo": True, "logprobs": 1}
    lp = requests.post(url, json=body, timeout=60).json()["choices"][0]["logprobs"]
    values = [v for off, v in zip(lp["text_offset"], lp["token_logprobs"]) if off >= len(prompt)]
    if not values:
        raise RuntimeError("the server returned no log-probs for the answer")
    return sum(values), sum(values) / len(values)


def rank(url, model, question, answers):
    return sorted(answers, key=lambda a: answer_logprob(url, model, question, a)[0], reverse=True)
