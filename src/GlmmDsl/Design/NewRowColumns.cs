using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Checks that new rows have the columns a fitted formula reads.</summary>
internal static class NewRowColumns
{
    /// <summary>Refuses a table that lacks a column of predictors, groups or offsets; the response may be absent.</summary>
    /// <exception cref="FormulaException">A column is missing.</exception>
    public static void Check(DesignPlan plan, Table table, string formula, bool withRandom, bool withGroups)
    {
        IEnumerable<PlanVariable> groups = withGroups ? plan.Random.SelectMany(r => r.Group) : [];
        IEnumerable<ExpressionSyntax> expressions =
            CodedVariable.In(plan, withRandom).Concat(groups).Select(v => v.Variable.Expression).Concat(plan.Terms.Offsets);
        foreach (ExpressionSyntax expression in expressions)
        {
            foreach (string name in ReferencedNames.In(expression))
            {
                if (plan.ColumnsUsed.Contains(name) && table.Find(name) is null)
                {
                    throw FormulaProblem.At(
                        formula, FormulaErrorKind.UnknownColumn, expression.Span, $"The new rows have no column '{name}', which the fitted formula needs.");
                }
            }
        }
    }
}
