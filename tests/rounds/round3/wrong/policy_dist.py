"""Log-probabilities of sampled tokens for a policy-gradient update.

# bug: probabilities are passed to Categorical as logits and normalised a second time
"""
from torch.distributions import Categorical


def rollout_logprobs(policy, states, actions):
    """states: (N, T) ids, actions: (N, T) the tokens drawn after each state."""
    weights = policy(states).softmax(-1)
    return Categorical(logits=weights).log_prob(actions)  # expect: SEQ106


def reinforce(policy, optimizer, states, actions, returns, mask):
    lp = rollout_logprobs(policy, states, actions)
    loss = -((lp * mask).sum(-1) * returns).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
