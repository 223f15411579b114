using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Formulas;
using GlmmDsl.Inference.Strata;

namespace GlmmDsl.Inference;

/// <summary>Repeated-measures analysis of variance.</summary>
public static class RepeatedMeasures
{
    /// <summary>
    /// Analyses a complete design in which every subject has a value in every cell of the factors within subjects, from the formula of R's <c>aov</c>:
    /// <c>price ~ store + Error(item/store)</c>, <c>y ~ group * a * b + Error(id/(a * b))</c>. Several rows of a subject in a cell count as their mean.
    /// </summary>
    /// <param name="table">The rows.</param>
    /// <param name="formula">The formula. The subjects may be numbers; factors must be factors.</param>
    /// <param name="missing">What is done with rows that have a missing value.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="FormulaException">The formula cannot be used; the place is named.</exception>
    /// <exception cref="ModelDataException">The table does not suit it: a number in place of a factor, or a cell without a value, which is named.</exception>
    public static RepeatedMeasuresAnova Anova(Table table, string formula, MissingValues missing = MissingValues.Fail, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(RepeatedDesign.Read(StratifiedFormula.Parse(formula), table, new DesignOptions { Missing = missing }, cancellationToken));
    }
}
