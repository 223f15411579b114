namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>What is thrown where the penalised iterations find no random effects anywhere on the way, so that there is nothing to report.</summary>
internal static class UnsolvedProblem
{
    /// <summary>The error.</summary>
    /// <param name="inner">The inner problem, which knows the row where it failed last.</param>
    public static ModelDataException Error(InnerProblem inner)
    {
        InnerFailure? failure = inner.Failure;
        string where = failure is null
            ? ""
            : FormattableString.Invariant($" It failed at row {failure.Row}, where the linear predictor is {failure.LinearPredictor:G4}.");
        string remedy = failure is null ? "Scale extreme predictors" : "Check that row, scale extreme predictors";
        return new ModelDataException(
            $"The penalised least-squares iterations found no solution for the random effects.{where} {remedy}, or choose a link that keeps every mean in range.", row: failure?.Row);
    }
}
