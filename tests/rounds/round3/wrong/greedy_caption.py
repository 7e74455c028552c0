"""Caption images and keep the score of the caption.

# bug: the per-step scores of generate are gathered and averaged without log_softmax
"""
import torch


@torch.inference_mode()
def caption(model, processor, image):
    inputs = processor(images=image, return_tensors="pt")
    gen = model.generate(**inputs, num_beams=1, do_sample=False, max_new_tokens=30,
                         output_scores=True, return_dict_in_generate=True)
    grid = torch.stack(gen.scores, dim=1)
    ids = gen.sequences[:, -grid.size(1):]
    per_token = torch.take_along_dim(grid, ids.unsqueeze(-1), dim=-1).squeeze(-1)  # expect-near: SEQ112
    mean_logprob = per_token.mean(dim=1)  # expect: SEQ112|SEQ101
    return processor.batch_decode(gen.sequences, skip_special_tokens=True), mean_logprob.tolist()
