using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>The functions and constants of the formula language: what the checks, the run and completion know of them.</summary>
public static class FunctionCatalog
{
    private static readonly FunctionParameter X = new("x", ArgumentKind.Number);

    /// <summary>All functions, in the order in which they are best listed.</summary>
    public static ImmutableArray<FormulaFunction> All { get; } = ImmutableArray.Create(
        Number("log", "Natural logarithm, or to the base given.", X, new FunctionParameter("base", ArgumentKind.Number, IsOptional: true)),
        Number("log2", "Logarithm to base 2.", X),
        Number("log10", "Logarithm to base 10.", X),
        Number("log1p", "log(1 + x), exact for small x.", X),
        Number("exp", "Exponential.", X),
        Number("expm1", "exp(x) - 1, exact for small x.", X),
        Number("sqrt", "Square root.", X),
        Number("abs", "Absolute value.", X),
        Number("sin", "Sine of an angle in radians.", X),
        Number("cos", "Cosine of an angle in radians.", X),
        Number("tan", "Tangent of an angle in radians.", X),
        Summary("mean", "Mean of a column over its rows."),
        Summary("sd", "Standard deviation of a column over its rows, with denominator n - 1."),
        Summary("min", "Smallest value of a column."),
        Summary("max", "Largest value of a column."),
        new FormulaFunction("center", ImmutableArray.Create(X), FunctionResult.Number, IsDataDependent: true, "x minus its mean."),
        new FormulaFunction("scale", ImmutableArray.Create(X), FunctionResult.Number, IsDataDependent: true, "x minus its mean, divided by its standard deviation."),
        new FormulaFunction("poly", ImmutableArray.Create(X, new FunctionParameter("degree", ArgumentKind.WholeNumber)), FunctionResult.Polynomial, IsDataDependent: true, "Orthogonal polynomials of x up to a degree."),
        Other("factor", ArgumentKind.Grouping, FunctionResult.Factor, "x as a factor, its distinct values as levels."),
        Other("as.factor", ArgumentKind.Grouping, FunctionResult.Factor, "x as a factor, its distinct values as levels."),
        Other("as.numeric", ArgumentKind.Any, FunctionResult.Number, "A factor's level code, from 1; a logical as 0 and 1."),
        Other("I", ArgumentKind.Any, FunctionResult.Argument, "Its argument computed as arithmetic."),
        Other("offset", ArgumentKind.Number, FunctionResult.Offset, "A known part of the linear predictor, with coefficient 1."),
        new FormulaFunction("cbind", ImmutableArray.Create(new FunctionParameter("successes", ArgumentKind.Number), new FunctionParameter("failures", ArgumentKind.Number)), FunctionResult.SuccessesAndFailures, IsDataDependent: false, "A binomial response: successes and failures."));

    /// <summary>The names of constants, which a column of the same name hides.</summary>
    public static ImmutableArray<string> Constants { get; } = ImmutableArray.Create("pi", "TRUE", "FALSE");

    /// <summary>The function of that name; null when there is none.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static FormulaFunction? Find(string name)
    {
        Guard.NotNull(name, nameof(name));
        return All.FirstOrDefault(function => function.Name == name);
    }

    private static FormulaFunction Number(string name, string description, params FunctionParameter[] parameters) =>
        new(name, parameters.ToImmutableArray(), FunctionResult.Number, IsDataDependent: false, description);

    private static FormulaFunction Summary(string name, string description) =>
        new(name, ImmutableArray.Create(X), FunctionResult.Summary, IsDataDependent: true, description);

    private static FormulaFunction Other(string name, ArgumentKind argument, FunctionResult result, string description) =>
        new(name, ImmutableArray.Create(new FunctionParameter("x", argument)), result, IsDataDependent: false, description);
}
