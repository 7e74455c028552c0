"""Pointwise reranking: one-logit cross-encoders and monoT5-like true/false decoders."""
import torch


@torch.no_grad()
def cross_encoder_scores(model, tokenizer, query, docs):
    enc = tokenizer([query] * len(docs), docs, padding=True, truncation=True, return_tensors="pt")
    return torch.sigmoid(model(**enc).logits.squeeze(-1)).tolist()


@torch.no_grad()
def t5_scores(model, tokenizer, query, docs, true_id, false_id):
    """Relevance = two-way softmax of the words "true" and "false" at the first decoder step."""
    texts = [f"Query: {query} Document: {d} Relevant:" for d in docs]
    enc = tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
    dec = torch.full((len(docs), 1), model.config.decoder_start_token_id)
    z = model(**enc, decoder_input_ids=dec).logits[:, 0]
    pair = z[:, [false_id, true_id]]
    return pair.softmax(dim=1)[:, 1].tolist()
