using System.Collections.Immutable;
using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>Finds what a call yields, by the catalog and the user's functions.</summary>
internal sealed class CallTyper(ExpressionTyper typer, IColumnTypes columns, DiagnosticList diagnostics)
{
    /// <summary>Beyond this the basis of poly(..) has no correct digits.</summary>
    private const int MaximumDegree = 100;

    public ExpressionType? TypeOf(CallSyntax call)
    {
        if (FunctionCatalog.Find(call.Function.Name) is not { } function)
        {
            return TypeOfUserCall(call);
        }

        if (function.Result is FunctionResult.Offset or FunctionResult.SuccessesAndFailures)
        {
            diagnostics.Add(FormulaErrorKind.Structure, call.Span, function.Result == FunctionResult.Offset
                ? "'offset(..)' is a separate term, joined by +; it cannot be inside an expression."
                : "'cbind(successes, failures)' can only be the response.");
            return null;
        }

        ImmutableArray<ExpressionType> types = TypesOfArguments(function, call, out ImmutableArray<ExpressionSyntax?> arguments);
        if (types.IsDefault)
        {
            return null;
        }

        ExpressionType first = types[0];
        return function.Result switch
        {
            FunctionResult.Summary => ExpressionType.Constant,
            FunctionResult.Polynomial => CheckDegree(arguments[1]!, out int degree) ? ExpressionType.Numeric with { PolynomialDegree = degree } : null,
            FunctionResult.Factor => first.AsFactor(),
            FunctionResult.Argument => first,
            _ => ExpressionType.Numeric with { IsConstant = types.All(type => type.IsConstant) },
        };
    }

    /// <summary>The types of the arguments given, in order of parameters; default when something is wrong.</summary>
    public ImmutableArray<ExpressionType> TypesOfArguments(FormulaFunction function, CallSyntax call, out ImmutableArray<ExpressionSyntax?> arguments)
    {
        arguments = function.Bind(call);
        if (arguments.IsDefault)
        {
            ReportArguments(function, call);
            return default;
        }

        var types = ImmutableArray.CreateBuilder<ExpressionType>(arguments.Length);
        bool isRight = true;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is { } argument)
            {
                ExpressionType? type = typer.TypeOf(argument);
                isRight &= type is not null && Check(function, function.Parameters[i], argument, type);
                types.Add(type ?? ExpressionType.Constant);
            }
        }

        return isRight ? types.ToImmutable() : default;
    }

    private bool Check(FormulaFunction function, FunctionParameter parameter, ExpressionSyntax argument, ExpressionType type)
    {
        switch (parameter.Kind)
        {
            case ArgumentKind.Number:
                return typer.CheckNumber(argument, type, $"'{function.Name}'");
            case ArgumentKind.WholeNumber:
                return CheckDegree(argument, out _);
        }

        if (type.Kind == ValueKind.Text || type.PolynomialDegree > 0)
        {
            return typer.CheckNumber(argument, type, $"'{function.Name}'");
        }

        if (type.IsConstant && function.Result == FunctionResult.Factor)
        {
            diagnostics.Add(FormulaErrorKind.Function, argument.Span, $"'{function.Name}' needs a column, and {DiagnosticList.Quote(argument)} is the same in every row.");
            return false;
        }

        if (type.Column is { } column && parameter.Kind != ArgumentKind.Grouping)
        {
            typer.ReportGroupOnly(argument, column);
            return false;
        }

        return true;
    }

    private bool CheckDegree(ExpressionSyntax argument, out int degree)
    {
        degree = 0;
        if (SyntaxQuestions.Unwrap(argument) is NumberSyntax { Value: >= 1 and <= MaximumDegree } number && number.Value == Math.Floor(number.Value))
        {
            degree = (int)number.Value;
            return true;
        }

        string most = MaximumDegree.ToString(CultureInfo.InvariantCulture);
        diagnostics.Add(FormulaErrorKind.Function, argument.Span, $"the degree of 'poly' must be a whole number from 1 to {most}, written as a number.");
        return false;
    }

    private void ReportArguments(FormulaFunction function, CallSyntax call)
    {
        ArgumentSyntax? unknown = call.Arguments.FirstOrDefault(argument => argument.Name is { } name && function.Parameters.All(parameter => parameter.Name != name.Name));
        if (unknown?.Name is { } unknownName)
        {
            string? nearest = NearestName.FindOnly(unknownName.Name, function.Parameters.Select(parameter => parameter.Name));
            diagnostics.Add(FormulaErrorKind.Function, unknownName.Span, $"'{function.Name}' has no argument {DiagnosticList.Quote(unknownName.Name)}; it is called {function.Signature}.", nearest);
            return;
        }

        string least = Count(function.MinimumArguments);
        string wanted = function.MinimumArguments == function.Parameters.Length ? least : least + " or " + Count(function.Parameters.Length);
        diagnostics.Add(FormulaErrorKind.Function, call.Span, $"'{function.Name}' takes {wanted}, {function.Signature}, and is given {Count(call.Arguments.Length)}.");
    }

    private ExpressionType? TypeOfUserCall(CallSyntax call)
    {
        string name = call.Function.Name;
        if (!columns.HasFunction(name, call.Arguments.Length))
        {
            ReportUnknown(call);
            return null;
        }

        bool isRight = true;
        bool isConstant = true;
        foreach (ArgumentSyntax argument in call.Arguments)
        {
            if (argument.Name is { } argumentName)
            {
                diagnostics.Add(FormulaErrorKind.Function, argumentName.Span, $"the arguments of {DiagnosticList.Quote(name)} are given by position, without names.");
                isRight = false;
            }

            ExpressionType? type = typer.TypeOf(argument.Value);
            isRight &= type is not null && typer.CheckNumber(argument.Value, type, DiagnosticList.Quote(name));
            isConstant &= type is { IsConstant: true };
        }

        return isRight ? ExpressionType.Numeric with { IsConstant = isConstant } : null;
    }

    private void ReportUnknown(CallSyntax call)
    {
        string name = call.Function.Name;
        if (columns.FunctionNames.Contains(name, StringComparer.Ordinal))
        {
            diagnostics.Add(FormulaErrorKind.Function, call.Span, $"the function {DiagnosticList.Quote(name)} does not take {Count(call.Arguments.Length)}.");
            return;
        }

        string? nearest = ForeignFunctions.SameAs(name) is { } same && Takes(same, call) ? same : null;
        string? advice = nearest is null ? ForeignFunctions.Find(ForeignFunctions.WithoutModule(name)) : null;
        if (nearest is null && advice is null)
        {
            // Only a function that takes these arguments, and that is the single nearest one, can be substituted without asking.
            nearest = NearestName.FindOnly(name, FunctionCatalog.All.Select(function => function.Name).Concat(columns.FunctionNames).Where(function => NearestName.HaveSameDigits(function, name))) is { } near && Takes(near, call) ? near : null;
            advice = $"the functions are {string.Join(", ", FunctionCatalog.All.Select(function => function.Name))}, and static methods of the model or row type";
        }

        string remedy = nearest is null ? advice + "." : $"did you mean {DiagnosticList.Quote(nearest)}?";
        diagnostics.Add(FormulaErrorKind.Function, call.Function.Span, $"there is no function {DiagnosticList.Quote(name)}; {remedy}", nearest);
    }

    private bool Takes(string function, CallSyntax call) =>
        FunctionCatalog.Find(function) is { } known ? !known.Bind(call).IsDefault : columns.HasFunction(function, call.Arguments.Length);

    private static string Count(int arguments) => arguments switch
    {
        0 => "no argument",
        1 => "1 argument",
        _ => arguments.ToString(CultureInfo.InvariantCulture) + " arguments",
    };
}
