namespace GlmmDsl.Formulas;

/// <summary>
/// Finds the response, or a transform of it, on the right-hand side: an expression there that reads every column the response is made of.
/// Part of a response of several columns is not the response: the score before in <c>I(after - before) ~ before</c> is a predictor, and so is the size
/// in <c>cbind(cases, size - cases) ~ size</c>.
/// </summary>
internal sealed class ResponseOnRight
{
    private readonly Variable response;
    private readonly List<HashSet<string>> columnsOfParts;
    private readonly DiagnosticList diagnostics;
    private readonly HashSet<ExpressionSyntax> done = [];

    public ResponseOnRight(Variable response, DiagnosticList diagnostics)
    {
        this.response = response;
        this.diagnostics = diagnostics;
        IEnumerable<ExpressionSyntax> parts = response.Expression is CallSyntax { Function.Name: "cbind" } call
            ? call.Arguments.Select(argument => argument.Value)
            : [response.Expression];
        columnsOfParts = parts.Select(SyntaxQuestions.ColumnNames).Where(columns => columns.Count > 0).ToList();
    }

    public void Check(IEnumerable<Variable> variables)
    {
        foreach (Variable variable in variables)
        {
            Check(variable.Expression);
        }
    }

    public void Check(ExpressionSyntax expression)
    {
        // A variable can be in many terms and groups, but has one place.
        if (!done.Add(expression))
        {
            return;
        }

        HashSet<string> columns = SyntaxQuestions.ColumnNames(expression);
        if (columnsOfParts.Any(columns.IsSupersetOf))
        {
            string what = expression.ToString() == response.Expression.ToString() ? "is the response" : $"is made of the response {DiagnosticList.Quote(response)}";
            diagnostics.Add(FormulaErrorKind.ResponseOnRight, expression.Span, $"{DiagnosticList.Quote(expression)} {what} and cannot be on the right-hand side too; take it out.");
        }
    }
}
