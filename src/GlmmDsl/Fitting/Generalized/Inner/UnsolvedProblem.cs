namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>The error where the penalised iterations find no random effects at any point of the search, so that there is nothing to report.</summary>
internal static class UnsolvedProblem
{
    /// <summary>The error.</summary>
    /// <param name="inner">The inner problem, which knows the row where it failed last.</param>
    public static FitFailedException Error(InnerProblem inner)
    {
        InnerFailure? failure = inner.Failure;
        string where = failure is null
            ? ""
            : FormattableString.Invariant($" It failed at row {failure.Row}, where the linear predictor is {failure.LinearPredictor:G4}.");
        if (!inner.Kernel.IsObservedPositive)
        {
            // The data are not at fault: with the observed information about a third of ordinary cauchit models end here.
            return new FitFailedException(
                $"With this link the information of a row can be negative, and the Laplace approximation with the observed information does not exist everywhere on the way to the estimates.{where} The data need not be at fault: take the expected information (leave out Information and --information, or say Information.Expected, --information expected), or another link.",
                row: failure?.Row);
        }

        string remedy = failure is null ? "Scale extreme predictors" : "Check that row, scale extreme predictors";
        return new FitFailedException(
            $"The penalised least-squares iterations found no solution for the random effects.{where} {remedy}, or choose a link that keeps every mean in range.", row: failure?.Row);
    }
}
