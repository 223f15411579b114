using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>Finds what a response is.</summary>
internal sealed class ResponsePlanner(ExpressionTyper typer, DiagnosticList diagnostics)
{
    public ResponseKind KindOf(Variable response)
    {
        ExpressionSyntax expression = response.Expression;
        if (expression is CallSyntax call && FunctionCatalog.Find(call.Function.Name) is { Result: FunctionResult.SuccessesAndFailures } cbind)
        {
            typer.Calls.TypesOfArguments(cbind, call, out ImmutableArray<ExpressionSyntax?> _);
            return ResponseKind.SuccessesAndFailures;
        }

        if (typer.TypeOf(expression) is not { } type)
        {
            return ResponseKind.Numeric;
        }

        if (type.IsConstant)
        {
            diagnostics.Add(FormulaErrorKind.Structure, expression.Span, $"the response {DiagnosticList.Quote(expression)} is the same in every row; it needs a column.");
        }
        else if (type.Kind != ValueKind.Factor)
        {
            typer.CheckNumber(expression, type, "the response");
        }

        return type.Kind == ValueKind.Factor ? ResponseKind.Factor : ResponseKind.Numeric;
    }
}
