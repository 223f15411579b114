using GlmmDsl.Analyzers.Facts;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>
/// What to write in place of a structure over time that cannot be fitted yet, by the type of the time: such a structure has an effect for each time, the levels of an ordered factor.
/// </summary>
internal static class TimeStructures
{
    /// <summary>The error, for a structure over time with its columns at hand.</summary>
    public static FormulaDiagnostic Explained(FormulaDiagnostic error, DesignPlan plan, RowModel row)
    {
        RandomTerm? term = plan.Terms.Random.FirstOrDefault(random => random.Span.Equals(error.Span));
        return term?.Structure is CovarianceStructure.Autoregressive or CovarianceStructure.HeterogeneousAutoregressive or CovarianceStructure.Toeplitz
            ? error with { Message = error.Message.Substring(0, error.Message.IndexOf(';')) + Advice(term!, row) }
            : error;
    }

    private static string Advice(RandomTerm term, RowModel row)
    {
        if (term.Terms.Length != 1 || term.Terms[0].Variables.Length != 1)
        {
            return $"; write (1 | {term.GroupName}), or one with a slope of the time. Such a structure is of one column of times without an intercept, (0 + time | {term.GroupName}).";
        }

        Variable variable = term.Terms[0].Variables[0];
        bool isFactor = variable.Expression is CallSyntax { Function.Name: "factor" or "as.factor" };
        RowColumn? column = FormulaWalk.Names(variable.Expression).Select(name => row.Find(name.Name)).FirstOrDefault(found => found is not null);
        string times = $"(0 + {variable.Label} | {term.GroupName})";
        if (!isFactor && column is { Kind: ColumnKind.Numeric })
        {
            string type = column.Value == ValueKind.Date ? "a date" : $"a number ({column.TypeName.TrimEnd('?')})";
            string make = column.Value == ValueKind.Integer ? "[Factor] would make it one" : "an enum of the visits would be one";
            return $"; write ({variable.Label} | {term.GroupName}) for an intercept and a slope of '{variable.Name}' in each level of '{term.GroupName}'. Such a structure is of a factor with a level for each time, and '{column.Name}' is {type}: {make}.";
        }

        string order = column is not null && TimeFault.OrderOf(column) is { } fault ? $" Such a structure is of times in order: '{column.Name}' is not one, {fault}." : "";
        string intercept = term.HasIntercept ? " It is of the times without an intercept." : "";
        return $"; write {times} for a variance of each time and all correlations, or diag{times} for variances alone.{intercept}{order}";
    }
}
