using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Checks;

/// <summary>Refuses groups and terms that no model can tell from its residuals: the checks of lme4's <c>checkNlevels</c> and <c>checkZdims</c>.</summary>
internal static class SaturatedGroups
{
    /// <summary>
    /// Refuses a random intercept for every row: its variance and σ² appear only as a sum. A slope alone, <c>(0 + x | g)</c>, is allowed:
    /// its share of the variance changes with x.
    /// </summary>
    /// <exception cref="ModelDataException">A term with a constant column whose group has as many levels as there are rows.</exception>
    public static void Refuse(IEnumerable<RandomEffectsTerm> terms, int rows)
    {
        foreach (RandomEffectsTerm term in terms)
        {
            if (term.Group.Levels.Length >= rows && term.Columns.Contains(null))
            {
                throw new ModelDataException(FormattableString.Invariant(
                    $"The group '{term.Group.Name}' has {term.Group.Levels.Length} levels for {rows} rows: a random intercept for every row cannot be told from the residual of a linear model. Choose a grouping factor with several rows per level, or leave the term out."),
                    term.Group.Name);
            }
        }
    }

    /// <summary>
    /// Refuses a term of several columns with as many random effects as rows in a linear model, or with more in any other. One effect per row can
    /// be estimated where there is no residual variance, and so can a slope alone in a linear model, or effects of three columns or more whose structure has fewer
    /// parameters than variances and covariances and tells their variance from σ².
    /// </summary>
    /// <param name="terms">The random-effects terms.</param>
    /// <param name="rows">The number of rows used, each by its frequency.</param>
    /// <param name="isLinear">Whether a residual variance is estimated too.</param>
    /// <exception cref="ModelDataException">A term with too many random effects; group, columns and numbers are named.</exception>
    public static void RefuseTerms(IEnumerable<RandomEffectsTerm> terms, double rows, bool isLinear)
    {
        foreach (RandomEffectsTerm term in terms)
        {
            int levels = term.Group.Levels.Length;
            double effects = (double)levels * term.Width;
            bool isFree = term.Structure is CovarianceStructure.Unstructured or CovarianceStructure.Diagonal || (term.Width == 2 && !HasOneVariance(term.Structure));
            if (term.Width == 1 || !(isLinear ? effects >= rows && (isFree || HasOwnVariance(term)) : effects > rows && isFree))
            {
                continue;
            }

            string confounded = !isLinear ? "their covariances cannot be estimated"
                : isFree ? "their covariances and the residual variance cannot be told apart"
                : "their variance and the residual variance cannot be told apart";
            string remedy = isFree
                ? "Give the term fewer columns, choose a grouping factor with more rows per level, or make the effects independent, with '||'."
                : $"With one row for each effect, (1 | {term.Group.Name}) and the residual describe equal correlations, and ar1(..) describes correlations that fall with the distance in time.";
            throw new ModelDataException(FormattableString.Invariant(
                $"The random effects {ValueText.QuoteFew(term.ColumnNames)} of the group '{term.Group.Name}' are {effects} ({term.Width} for each of {levels} levels) for {rows} rows: {confounded}. {remedy}"),
                term.Group.Name);
        }
    }

    /// <summary>
    /// Whether effects with one row each have a variance that can move to the residual without a change of their covariances. Two columns of one variance have one covariance, whatever their structure.
    /// </summary>
    private static bool HasOwnVariance(RandomEffectsTerm term) => HasOneVariance(term.Structure) && (term.Width == 2 || term.Structure != CovarianceStructure.Autoregressive);

    private static bool HasOneVariance(CovarianceStructure structure) => structure is CovarianceStructure.HomogeneousDiagonal
        or CovarianceStructure.HomogeneousCompoundSymmetry or CovarianceStructure.HomogeneousToeplitz or CovarianceStructure.Autoregressive;

    /// <summary>Refuses a grouping factor with a single level.</summary>
    /// <exception cref="ModelDataException">The group has one level.</exception>
    public static void RefuseSingleLevel(GroupingFactor group)
    {
        if (group.Levels.Length < 2)
        {
            throw new ModelDataException(
                $"The group '{group.Name}' has one level with rows, {ValueText.QuoteFew(group.Levels)}: the variance between groups cannot be estimated. Leave its term out, or choose a grouping factor with more levels.",
                group.Name);
        }
    }
}
