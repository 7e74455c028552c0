"""Sum the sampled tokens' log-probs from vLLM, and score fixed answers by prompt log-probs."""
from vllm import LLM, SamplingParams
from vllm.inputs import TokensPrompt


def logprob_of_sample(hyp):
    return sum(step[t].logprob for t, step in zip(hyp.token_ids, hyp.logprobs))


def logprob_of_fixed(engine, prompt_ids, answer_ids):
    """Answers come pre-tokenised with their prompt; the actual token is always among the entries."""
    seq = prompt_ids + answer_ids
    req = engine.generate(
        TokensPrompt(prompt_token_ids=seq),
        SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0),
    )[0]
    k = len(prompt_ids)
    return sum(entry[tid].logprob for tid, entry in zip(seq[k:], req.prompt_logprobs[k:]))


def main(ckpt, rows):
    engine = LLM(model=ckpt)
    sampling = SamplingParams(temperature=1.0, max_tokens=64, logprobs=0, seed=3)
    for r in rows:
        hyp = engine.generate(TokensPrompt(prompt_token_ids=r["prompt_ids"]), sampling)[0].outputs[0]
        yield {
            "sample": hyp.text,
            "sample_lp": logprob_of_sample(hyp),
            "gold_lp": logprob_of_fixed(engine, r["prompt_ids"], r["answer_ids"]),
        }
