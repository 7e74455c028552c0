"""Fixed answers through a completions endpoint with echo: log-probability per UTF-8 byte of the answer."""


def answer_logprob(client, model, prompt, answer):
    """Sum over the tokens that end behind the prompt; the prompt may not be empty."""
    if not prompt or not answer:
        raise ValueError("prompt and answer are both needed")
    text = prompt + answer
    got = client.completions.create(model=model, prompt=text, echo=True, max_tokens=0, logprobs=1)
    info = got.choices[0].logprobs
    ends = list(info.text_offset[1:]) + [len(text)]
    return sum(lp for lp, end in zip(info.token_logprobs, ends) if end > len(prompt))


def per_byte(client, model, prompt, answer):
    size = len(answer.encode("utf-8"))
    return answer_logprob(client, model, prompt, answer) / size


def choose(client, model, prompt, answers):
    return max(answers, key=lambda a: per_byte(client, model, prompt, a))
