using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Search;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Problems and fits on a chosen path, whatever it costs.</summary>
internal static class Paths
{
    public static LinearProblem Problem(ModelMatrices m, bool sparse) =>
        LinearProblem.Create(m, CancellationToken.None, new ForcedChoices(sparse ? FactorisationPath.Sparse : FactorisationPath.Blocked));

    public static LinearMixedSolution Fit(ModelMatrices m, bool reml, bool sparse) =>
        Problem(m, sparse).Solve(new SearchOptions { IsReml = reml }, null, CancellationToken.None);
}
