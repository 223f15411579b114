namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>What is thrown where the penalised iterations find no random effects anywhere on the way, so that there is nothing to report.</summary>
internal static class UnsolvedProblem
{
    private const int MostNames = 5;

    /// <summary>The error.</summary>
    /// <param name="inner">The inner problem, which knows the row where it failed last.</param>
    /// <param name="separated">The coefficients along which the fixed effects separate the outcomes; empty where they do not.</param>
    public static ModelDataException Error(InnerProblem inner, IReadOnlyList<string> separated)
    {
        InnerFailure? failure = inner.Failure;
        string where = failure is null
            ? ""
            : FormattableString.Invariant($" It failed at row {failure.Row}, where the linear predictor is {failure.LinearPredictor:G4}.");
        if (separated.Count > 0)
        {
            string names = string.Join(", ", separated.Take(MostNames)) + (separated.Count > MostNames ? ", …" : "");
            return new ModelDataException(
                $"The fixed effects separate the outcomes ({names}), and on the way to their infinite estimates no random effects were found.{where} Leave out or merge the level or predictor that decides the outcome, or give the coefficients a weak prior (FitOptions.CoefficientPrior, --prior-sd 2.5).",
                row: failure?.Row);
        }

        string remedy = failure is null ? "Scale extreme predictors" : "Check that row, scale extreme predictors";
        return new ModelDataException(
            $"The penalised least-squares iterations found no solution for the random effects.{where} {remedy}, or choose a link that keeps every mean in range.", row: failure?.Row);
    }
}
