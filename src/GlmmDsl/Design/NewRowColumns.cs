using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>The columns of new rows that a fitted formula reads: that they are there, and of the kinds that the fit took them for.</summary>
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

    /// <summary>
    /// The table with factors where the fit had factors: in a few new rows the levels <c>F</c> and <c>M</c> may be only <c>F</c>, which a file of its own would take for a
    /// truth value. A column that the fit read as numbers alone is numbers here too.
    /// </summary>
    /// <exception cref="ModelDataException">Such a column holds something else: the message names it and its row.</exception>
    public static Table AsTrained(DesignPlan plan, TrainingBasis basis, Table table)
    {
        foreach (ColumnType trained in basis.Columns.Where(c => c.Kind == ColumnKind.Factor))
        {
            if (table.Find(trained.Name) is FactorColumn { IsLogical: true } logical
                && logical.AsSpelled() is { } spelled
                && !Levels(plan, basis, trained.Name).Intersect(FactorColumn.LogicalLevels, StringComparer.Ordinal).Any())
            {
                table = table.With(spelled);
            }
        }

        foreach (ColumnType trained in basis.Columns.Where(c => c.Kind == ColumnKind.Numeric))
        {
            // Few rows tell little: of two, one "NA" would make the column a factor.
            if (table.Find(trained.Name) is TextColumn text && !IsCategorical(plan, basis, trained.Name))
            {
                table = table.With(text.AsNumeric(table.RowLabel));
            }
        }

        return table;
    }

    private static bool IsCategorical(DesignPlan plan, TrainingBasis basis, string column) =>
        basis.CodedLevels.Keys.Concat(plan.Random.SelectMany(r => r.Group)).Any(v => ReferencedNames.In(v.Variable.Expression).Contains(column));

    /// <summary>The levels that a column had in the fit, alone or in calls such as <c>factor(x)</c>, as a predictor or as a group.</summary>
    private static IEnumerable<string> Levels(DesignPlan plan, TrainingBasis basis, string column) =>
        basis.CodedLevels.Where(l => ReferencedNames.In(l.Key.Variable.Expression).Contains(column)).SelectMany(l => l.Value)
            .Concat(basis.FactorLevels.GetValueOrDefault(column, []))
            .Concat(plan.Random.SelectMany(r => r.Group.Select((variable, v) => (variable, Levels: basis.Groups[GroupIndex.KeyOf(r)].Levels[v])))
                .Where(g => ReferencedNames.In(g.variable.Variable.Expression).Contains(column)).SelectMany(g => g.Levels));
}
