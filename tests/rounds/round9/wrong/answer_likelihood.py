"""log P(reference answer | question) for closed-book QA, written to parquet.

# bug: the sum runs over every token of question plus answer, so the question is part of the answer's score
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM


@torch.no_grad()
def answer_logprob(lm, question_ids, answer_ids):
    """Conditional log-probability of the answer given the question."""
    seq = torch.tensor([question_ids + answer_ids], device=lm.device)
    dist = lm(seq).logits[0, :-1].float().log_softmax(-1)
    steps = dist[torch.arange(seq.shape[1] - 1, device=lm.device), seq[0, 1:]]
    return steps.sum().item()  # expect: SEQ301


def score_split(model_name, in_path, out_path, limit=None):
    lm = AutoModelForCausalLM.from_pretrained(model_name, device_map="auto").eval()
    frame = pd.read_parquet(in_path)  # columns: qid, question_ids, answer_ids
    if limit:
        frame = frame.head(limit)
    frame["answer_logprob"] = [
        answer_logprob(lm, list(q), list(a)) for q, a in zip(frame.question_ids, frame.answer_ids)
    ]
    known = (frame.answer_logprob > -10.0).mean()
    print(f"{model_name}: {known:.1%} of answers above -10 nats")
    frame[["qid", "answer_logprob"]].to_parquet(out_path)


if __name__ == "__main__":
    score_split("meta-llama/Llama-3.2-1B", "nq_tokenised.parquet", "nq_scores.parquet")
