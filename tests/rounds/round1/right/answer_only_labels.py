"""log P(answer | prompt) from the model's loss, with the prompt ignored."""
import torch


@torch.no_grad()
def answer_logprob(lm, ids, n_prompt):
    """ids (1, T): prompt + answer, tokenised together; n_prompt tokens belong to the prompt."""
    labels = ids.clone()
    labels[:, :n_prompt] = -100
    loss = lm(input_ids=ids, labels=labels).loss
    scored = (labels[:, 1:] != -100).sum()
    return -(loss * scored).item() if scored > 0 else 0.0


def seq2seq_logprob(net, src, target_ids):
    """Encoder-decoder: every label is a target, so the factor is their number."""
    with torch.no_grad():
        loss = net(**src, labels=target_ids).loss
    return -loss.item() * target_ids.size(1)
