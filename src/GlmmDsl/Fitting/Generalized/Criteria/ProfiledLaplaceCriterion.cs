using GlmmDsl.Fitting.Generalized.Inner;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>The Laplace approximation over θ, with β profiled inside the inner problem.</summary>
/// <param name="inner">The inner problem, which several criteria may share in turn.</param>
/// <param name="constant">−2 times the part of log f without η.</param>
/// <param name="information">The information in M.</param>
internal sealed class ProfiledLaplaceCriterion(InnerProblem inner, double constant, Information information)
    : LaplaceCriterion(inner, constant, information, ParameterLayout.Profiled(inner.Rows))
{
    /// <inheritdoc/>
    protected override bool Solve(ReadOnlySpan<double> beta, ReadOnlySpan<double> entries) => Inner.SolveProfiledAt(entries, InnerTolerance);
}
