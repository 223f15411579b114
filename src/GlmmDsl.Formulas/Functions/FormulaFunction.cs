using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>What a function of the language takes in one place.</summary>
public enum ArgumentKind
{
    /// <summary>A number, or an expression that has one in every row; logicals count as 0 and 1.</summary>
    Number,

    /// <summary>A whole number from 1 up, written as a number.</summary>
    WholeNumber,

    /// <summary>An expression of any kind: number, logical or factor.</summary>
    Any,

    /// <summary>An expression of any kind, or a column that can only group.</summary>
    Grouping,
}

/// <summary>What a function of the language gives.</summary>
public enum FunctionResult
{
    /// <summary>A number in every row; one number where the arguments are constants.</summary>
    Number,

    /// <summary>One number for all rows.</summary>
    Summary,

    /// <summary>As many numeric columns as the degree says; must be a variable by itself.</summary>
    Polynomial,

    /// <summary>A factor.</summary>
    Factor,

    /// <summary>The argument, unchanged.</summary>
    Argument,

    /// <summary>A known part of the linear predictor: only a term of the formula, never part of a variable.</summary>
    Offset,

    /// <summary>Successes and failures: a response only.</summary>
    SuccessesAndFailures,
}

/// <summary>One parameter of a function of the language.</summary>
/// <param name="Name">R's name, by which the argument can be given.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="IsOptional">Whether it can be left out.</param>
public sealed record FunctionParameter(string Name, ArgumentKind Kind, bool IsOptional = false);

/// <summary>A function of the formula language.</summary>
/// <param name="Name">R's name.</param>
/// <param name="Parameters">The parameters in order.</param>
/// <param name="Result">What it gives.</param>
/// <param name="IsDataDependent">Whether its values depend on all rows, so that they take a first pass and prediction needs the training rows' moments.</param>
/// <param name="Description">What it computes, in one line.</param>
public sealed record FormulaFunction(
    string Name,
    ImmutableArray<FunctionParameter> Parameters,
    FunctionResult Result,
    bool IsDataDependent,
    string Description)
{
    /// <summary>The smallest number of arguments.</summary>
    public int MinimumArguments => Parameters.Count(parameter => !parameter.IsOptional);

    /// <summary>How it is called, <c>log(x, base)</c>.</summary>
    public string Signature => Name + "(" + string.Join(", ", Parameters.Select(parameter => parameter.Name)) + ")";

    /// <summary>
    /// The arguments of a call in the order of the parameters, null for those left out: named arguments first, the others by position, as R
    /// matches them.
    /// </summary>
    /// <param name="call">A call of this function.</param>
    /// <returns>An array as long as the parameters; default (IsDefault) where the arguments do not fit them.</returns>
    /// <exception cref="ArgumentNullException">The call is null.</exception>
    public ImmutableArray<ExpressionSyntax?> Bind(CallSyntax call)
    {
        Guard.NotNull(call, nameof(call));
        var bound = new ExpressionSyntax?[Parameters.Length];
        foreach (ArgumentSyntax argument in call.Arguments.Where(argument => argument.Name is not null))
        {
            int place = IndexOf(argument.Name!.Name);
            if (place < 0 || bound[place] is not null)
            {
                return default;
            }

            bound[place] = argument.Value;
        }

        int next = 0;
        foreach (ArgumentSyntax argument in call.Arguments.Where(argument => argument.Name is null))
        {
            while (next < bound.Length && bound[next] is not null)
            {
                next++;
            }

            if (next == bound.Length)
            {
                return default;
            }

            bound[next] = argument.Value;
        }

        for (int i = 0; i < bound.Length; i++)
        {
            if (bound[i] is null && !Parameters[i].IsOptional)
            {
                return default;
            }
        }

        return bound.ToImmutableArray();
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            if (Parameters[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
