using GlmmDsl.Data;

namespace GlmmDsl.Design.Checks;

/// <summary>Refuses groups that a linear model cannot tell from its residuals.</summary>
internal static class SaturatedGroups
{
    /// <summary>
    /// Refuses a random intercept for every row: its variance and σ² appear only as a sum. A slope alone, <c>(0 + x | g)</c>, is let pass:
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
                    $"The group '{term.Group.Name}' has {term.Group.Levels.Length} levels for {rows} rows: a random intercept for every row cannot be told from the residual of a linear model. Choose a grouping factor with several rows a level, or leave the term out."),
                    term.Group.Name);
            }
        }
    }

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
