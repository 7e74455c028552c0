"""Word confidences from the OCR recogniser: documented as the mean probability of the word's characters."""


def word_confidences(char_logits, lengths, charset, eos=0):
    """char_logits (B, L, C) from greedy decoding; lengths counts characters before EOS."""
    probs = char_logits.softmax(dim=2)
    top, idx = probs.max(dim=2)
    words = []
    for p, i, n in zip(top, idx, lengths.tolist()):
        text = "".join(charset[c] for c in i[:n].tolist() if c != eos)
        words.append((text, p[:n].mean().item() if n else 0.0))
    return words


def review_queue(words, limit=0.85):
    return sorted((w for w in words if w[1] < limit), key=lambda w: w[1])
