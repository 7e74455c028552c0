"""Zero-shot topics: every label description is scored with all of its tokens."""
import torch

TOPICS = ("world politics", "sports", "business and finance", "science and technology")
STEM = 'Article: "{a}"\nThis article is about'


@torch.no_grad()
def topic_logprob(model, tok, stem, topic):
    """log P(" " + topic | stem), summed over the topic's tokens (joint tokenisation)."""
    enc = tok(stem + " " + topic, return_offsets_mapping=True)
    ids = torch.tensor(enc["input_ids"], device=model.device)
    z = model(ids[None]).logits[0].float()
    where = [i for i, (_, e) in enumerate(enc["offset_mapping"]) if e > len(stem)]
    lp = 0.0
    for i in where:
        lp += z[i - 1].log_softmax(0)[ids[i]].item()
    return lp


def classify(model, tok, articles):
    pred, post = [], []
    for a in articles:
        stem = STEM.format(a=a.strip())
        v = torch.tensor([topic_logprob(model, tok, stem, t) for t in TOPICS])
        post.append(torch.softmax(v, dim=0))
        pred.append(int(v.argmax()))
    return pred, torch.stack(post)
