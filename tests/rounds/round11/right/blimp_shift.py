"""Acceptability of a sentence = sum of its token log-probs after BOS."""
import torch


def sentence_score(gpt, tk, sentence):
    seq = tk(tk.bos_token + sentence, return_tensors="pt", add_special_tokens=False).input_ids
    with torch.no_grad():
        dist = gpt(seq).logits[0].float().log_softmax(-1)
    row = seq[0].tolist()
    return sum(dist[i, row[i + 1]].item() for i in range(len(row) - 1))


def accuracy(gpt, tk, pairs):
    return sum(sentence_score(gpt, tk, g) > sentence_score(gpt, tk, b) for g, b in pairs) / max(len(pairs), 1)
