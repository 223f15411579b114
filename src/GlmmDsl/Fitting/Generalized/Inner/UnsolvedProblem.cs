using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>The error for a search in which the penalised iterations never find random effects, so that there is nothing to report.</summary>
internal static class UnsolvedProblem
{
    /// <summary>The error.</summary>
    /// <param name="inner">The inner problem, which knows the row where it last failed.</param>
    public static FitFailedException Error(InnerProblem inner)
    {
        InnerFailure? failure = inner.Failure;
        string where = failure is null
            ? ""
            : FormattableString.Invariant($" It failed at row {failure.Row}, where the linear predictor is {failure.LinearPredictor:G4}.");
        if (inner.Likelihood is JointLikelihood)
        {
            return new FitFailedException(
                $"The Laplace approximation has no value at the points that the search reached: either a mean left the family's range there, or the information of the random effects was not positive.{where} Check that row, scale extreme predictors, simplify the formulas of dispersion and zero inflation, or choose a link that keeps every mean in range.",
                row: failure?.Row);
        }

        if (!inner.Likelihood.IsObservedPositive)
        {
            // The data are not at fault: with the observed information about a third of ordinary cauchit models end here.
            return new FitFailedException(
                $"With this link the information of a row can be negative, and the Laplace approximation with the observed information does not exist at all points of the search.{where} The data need not be at fault: use the expected information (leave out Information and --information, or set Information.Expected, --information expected), or another link.",
                row: failure?.Row);
        }

        string remedy = failure is null ? "Scale extreme predictors" : "Check that row, scale extreme predictors";
        return new FitFailedException(
            $"The penalised least-squares iterations found no solution for the random effects.{where} {remedy}, or choose a link that keeps every mean in range.", row: failure?.Row);
    }
}
