"""Boltzmann exploration: softmax of action values at a temperature, argmax when greedy."""
import torch


class BoltzmannAgent:
    def __init__(self, q_net, tau=0.5):
        self.q_net, self.tau = q_net, tau

    @torch.no_grad()
    def act(self, obs, greedy=False):
        q = self.q_net(obs.unsqueeze(0)).squeeze(0)
        if greedy:
            return int(q.argmax())
        probs = torch.softmax(q / self.tau, dim=0)
        return int(torch.multinomial(probs, 1))

    def td_loss(self, target_net, obs, act, rew, nxt, done, gamma=0.99):
        q = self.q_net(obs).gather(1, act.unsqueeze(1)).squeeze(1)
        with torch.no_grad():
            best = target_net(nxt).max(dim=1).values
        return torch.nn.functional.smooth_l1_loss(q, rew + gamma * best * (1 - done))
