using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>
/// Covariance structures over time, <c>ar1 hetar1 toep homtoep</c>: their columns are the levels of one factor, in order, so that the distance of two columns is
/// a distance in time. An intercept, a number or a second factor has no place among them.
/// </summary>
public static class TimeStructures
{
    private enum VariableKind
    {
        Unknown,
        Factor,
        Number,
    }

    /// <summary>Whether the covariance of two columns depends on their distance in order.</summary>
    public static bool IsOverTime(CovarianceStructure structure) => structure is
        CovarianceStructure.Autoregressive or CovarianceStructure.HeterogeneousAutoregressive or CovarianceStructure.Toeplitz or CovarianceStructure.HomogeneousToeplitz;

    /// <summary>
    /// An error for each term with a structure over time that is not of one factor without an intercept, in order of places, each at the part left of its bar. The
    /// suggestion is what to write there; null where the columns do not tell.
    /// </summary>
    /// <param name="plan">The plan, which knows the kinds of the variables.</param>
    /// <exception cref="ArgumentNullException">The plan is null.</exception>
    public static ImmutableArray<FormulaDiagnostic> Find(DesignPlan plan)
    {
        var kinds = new Dictionary<string, VariableKind>(StringComparer.Ordinal);
        foreach (PlanVariable variable in Guard.NotNull(plan, nameof(plan)).Variables)
        {
            kinds[variable.Variable.Expression.ToString()] = variable.IsCategorical ? VariableKind.Factor : VariableKind.Number;
        }

        return Find(plan.Terms, variable => kinds.TryGetValue(variable.Expression.ToString(), out VariableKind kind) ? kind : VariableKind.Unknown);
    }

    /// <summary>The errors that can be seen before the columns are known: an intercept, several terms, an interaction, arithmetic.</summary>
    /// <param name="terms">The expanded formula.</param>
    /// <exception cref="ArgumentNullException">The terms are null.</exception>
    public static ImmutableArray<FormulaDiagnostic> Find(ModelTerms terms) => Find(Guard.NotNull(terms, nameof(terms)), KindByForm);

    private static ImmutableArray<FormulaDiagnostic> Find(ModelTerms terms, Func<Variable, VariableKind> kindOf)
    {
        var diagnostics = new DiagnosticList(terms.Syntax.Text);
        foreach (RandomTerm term in terms.Random.Where(term => IsOverTime(term.Structure)))
        {
            Check(term, terms.Syntax, kindOf, diagnostics);
        }

        return diagnostics.InOrder();
    }

    private static void Check(RandomTerm term, FormulaSyntax formula, Func<Variable, VariableKind> kindOf, DiagnosticList diagnostics)
    {
        string group = diagnostics.TextOf(term.GroupSpan);
        string written = DiagnosticList.Quote(diagnostics.TextOf(term.Span));
        TextSpan left = formula.Right.DescendantsAndSelf().OfType<BinarySyntax>()
            .First(node => node.Operator == BinaryOperator.Bar && term.Span.Start <= node.Span.Start && node.Span.End <= term.Span.End).Left.Span;
        if (term.Terms.IsEmpty)
        {
            Add($"has no factor of times: write {Call("0 + time")} with the column of times, or (1 | {group}) for a random intercept", null);
            return;
        }

        if (term.Terms.Length > 1 || term.Terms[0].Variables.Length > 1)
        {
            Variable[] all = term.Terms.SelectMany(part => part.Variables).ToArray();
            Variable time = all.FirstOrDefault(variable => kindOf(variable) == VariableKind.Factor) ?? all[0];
            string what = term.Terms.Length > 1 ? $"has {term.Terms.Length} terms" : "has an interaction";
            Add($"{what}, and a structure over time takes one factor, that of the times: write {Call("0 + " + AsFactor(time, kindOf))}, and put other columns in a term of their own", null);
            return;
        }

        Variable variable = term.Terms[0].Variables[0];
        string? columns = AsFactor(variable, kindOf) is { } factor ? "0 + " + factor : null;
        string advice = $"write {Call(columns ?? "0 + factor(time)")}" + (columns is null ? " with the column of times" : "");
        if (kindOf(variable) == VariableKind.Number)
        {
            Add($"takes one factor of times{(term.HasIntercept ? " without an intercept" : "")}, and {DiagnosticList.Quote(variable.Expression)} is a number: {advice}", columns);
        }
        else if (term.HasIntercept)
        {
            Add($"has an intercept, and a structure over time is of one factor without an intercept: {advice}", columns);
        }

        string Call(string columnsOfTime) => $"{StructureNames.Of(term.Structure)}({columnsOfTime} | {group})";

        void Add(string fault, string? suggestion) => diagnostics.Add(FormulaErrorKind.TimeStructure, left, $"{written} {fault}.", suggestion);
    }

    /// <summary>The factor to write for a variable: a number's column as a factor; null where a number is made of several columns.</summary>
    private static string? AsFactor(Variable variable, Func<Variable, VariableKind> kindOf)
    {
        if (kindOf(variable) != VariableKind.Number)
        {
            return variable.Expression.ToString();
        }

        NameSyntax[] names = variable.Expression.DescendantsAndSelf().OfType<NameSyntax>().Where(name => !SyntaxQuestions.IsConstant(name)).ToArray();
        return names.Select(name => name.Name).Distinct().Count() == 1 ? $"factor({names[0]})" : null;
    }

    /// <summary>The kind of a variable as far as its form tells: arithmetic gives a number, whatever the column.</summary>
    private static VariableKind KindByForm(Variable variable) =>
        SyntaxQuestions.Unwrap(variable.Expression) is CallSyntax call && FunctionCatalog.Find(call.Function.Name) is { } function
            ? function.Result switch
            {
                FunctionResult.Factor => VariableKind.Factor,
                FunctionResult.Number or FunctionResult.Polynomial => VariableKind.Number,
                _ => VariableKind.Unknown,
            }
            : VariableKind.Unknown;
}
