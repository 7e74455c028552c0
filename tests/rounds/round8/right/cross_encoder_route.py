"""Flask route for the one-logit cross encoder."""
import torch
from flask import Blueprint, current_app, jsonify, request

bp = Blueprint("rerank", __name__)


@bp.post("/v2/rerank")
def rerank():
    job = request.get_json()
    tok, net = current_app.extensions["cross_encoder"]
    feats = tok([job["query"]] * len(job["documents"]), job["documents"],
                padding=True, truncation="only_second", return_tensors="pt")
    with torch.inference_mode():
        z = net(**feats).logits.squeeze(-1)
    rel = torch.sigmoid(z)
    idx = rel.argsort(descending=True)[: job.get("top_n", len(job["documents"]))]
    return jsonify(results=[{"index": i.item(), "relevance_score": rel[i].item()} for i in idx])
