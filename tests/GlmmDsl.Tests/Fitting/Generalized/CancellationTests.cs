using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>One evaluation of a large crossed model takes many seconds, so the token is checked inside it.</summary>
public class CancellationTests
{
    private static readonly GeneralizedProblem Problem = SimulatedModel.Problem(Family.Binomial, Link.Probit, "x + (1 | g) + (1 | h)", new GeneralizedOptions());

    [Fact]
    public void A_pass_over_the_rows_ends_when_cancelled()
    {
        InnerProblem inner = Cancelled();
        Assert.Throws<OperationCanceledException>(() => inner.SolveAt([0, 0], [0.5, 0.5], 1e-8));
    }

    [Fact]
    public void Factorisation_and_selected_inverse_end_when_cancelled()
    {
        InnerProblem inner = Cancelled();
        inner.Templates.Set([0.5, 0.5]);
        inner.StepFactor.Blocks.Fill(new RowWeights(Enumerable.Repeat(1.0, Problem.Rows.Count).ToArray()), withFixed: false);
        Assert.Throws<OperationCanceledException>(() => inner.StepFactor.Compute());
        Assert.Throws<OperationCanceledException>(() => inner.Inverse.Compute(inner.StepFactor));
        Assert.Throws<OperationCanceledException>(() => inner.NewFactor().Compute());
    }

    private static InnerProblem Cancelled() => Problem.NewInner(new CancellationToken(canceled: true));
}
