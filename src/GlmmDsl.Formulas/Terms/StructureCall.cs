namespace GlmmDsl.Formulas;

/// <summary>Reads a covariance structure around a bar, <c>cs(0 + item | subject, hom = TRUE)</c>.</summary>
internal static class StructureCall
{
    /// <summary>The argument that says whether all columns have one variance.</summary>
    public const string Hom = "hom";

    /// <summary>The bar of a call and the structure that the name and <c>hom</c> make together; null where the call is wrong, which is reported.</summary>
    /// <param name="call">The call.</param>
    /// <param name="named">The structure of the call's name.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static (BinarySyntax Bar, CovarianceStructure Structure)? Read(CallSyntax call, CovarianceStructure named, DiagnosticList diagnostics)
    {
        string name = call.Function.Name;
        ArgumentSyntax[] bars = call.Arguments.Where(argument => argument.Name is null && SyntaxQuestions.IsBar(argument.Value)).ToArray();
        if (bars.Length != 1)
        {
            diagnostics.Add(FormulaErrorKind.Structure, call.Span, $"'{name}(..)' takes one random-effects term, {name}(terms | group).");
            return null;
        }

        var bar = (BinarySyntax)SyntaxQuestions.Unwrap(bars[0].Value);
        if (bar.Operator == BinaryOperator.DoubleBar)
        {
            diagnostics.Add(FormulaErrorKind.Structure, bar.OperatorSpan, $"'{name}(..)' says how the columns covary, and || says that they do not; write | inside {name}(..).", "|");
            return null;
        }

        bool? isHomogeneous = null;
        foreach (ArgumentSyntax argument in call.Arguments.Where(argument => argument != bars[0]))
        {
            if (!IsHom(argument, name, named, diagnostics))
            {
                return null;
            }

            if (isHomogeneous is not null)
            {
                diagnostics.Add(FormulaErrorKind.Structure, argument.Span, $"'{Hom}' is given twice; leave one out.");
                return null;
            }

            if (LogicalOf(argument, diagnostics) is not { } value)
            {
                return null;
            }

            isHomogeneous = value;
            if (Contradiction(named, value) is { } other)
            {
                string variances = value ? "a variance for each column" : "one variance for all columns";
                diagnostics.Add(FormulaErrorKind.Structure, argument.Value.Span, $"'{name}(..)' has {variances}, against {Hom} = {(value ? "TRUE" : "FALSE")}; write {other}(..), or leave '{Hom}' out.");
                return null;
            }
        }

        return (bar, isHomogeneous is { } one ? With(named, one) : named);
    }

    /// <summary>Whether an argument beside the bar is <c>hom</c> and the structure can take it.</summary>
    private static bool IsHom(ArgumentSyntax argument, string name, CovarianceStructure named, DiagnosticList diagnostics)
    {
        if (argument.Name is null)
        {
            string? written = named != CovarianceStructure.Unstructured && argument.Value is NameSyntax { Name: "TRUE" or "FALSE" } logical ? $"{Hom} = {logical.Name}" : null;
            diagnostics.Add(
                FormulaErrorKind.Structure,
                argument.Span,
                written is null
                    ? $"{DiagnosticList.Quote(argument.Value)} does not belong in '{name}(..)', which takes one random-effects term, {name}(terms | group)."
                    : $"the second argument of '{name}(..)' is given by its name; write {written}.",
                written);
            return false;
        }

        if (named == CovarianceStructure.Unstructured)
        {
            string advice = argument.Name.Name == Hom ? "an unstructured term has a variance for each column; leave it out, or write cs(..), diag(..) or ar1(..)" : "leave it out";
            diagnostics.Add(FormulaErrorKind.Structure, argument.Span, $"'{name}(..)' has no argument {DiagnosticList.Quote(argument.Name)}: {advice}.");
            return false;
        }

        if (argument.Name.Name != Hom)
        {
            diagnostics.Add(
                FormulaErrorKind.Structure,
                argument.Name.Span,
                $"'{name}(..)' has no argument {DiagnosticList.Quote(argument.Name)}; beside the random-effects term it takes {Hom} = TRUE (one variance for all columns) or {Hom} = FALSE (a variance for each).",
                NearestName.FindOnly(argument.Name.Name, [Hom]));
            return false;
        }

        return true;
    }

    private static bool? LogicalOf(ArgumentSyntax argument, DiagnosticList diagnostics)
    {
        switch (SyntaxQuestions.Unwrap(argument.Value))
        {
            case NameSyntax { IsQuoted: false, Name: "TRUE" }:
                return true;
            case NameSyntax { IsQuoted: false, Name: "FALSE" }:
                return false;
            case var value:
                string? meant = value switch
                {
                    NameSyntax { Name: var text } when text is "T" || string.Equals(text, "TRUE", StringComparison.OrdinalIgnoreCase) => "TRUE",
                    NameSyntax { Name: var text } when text is "F" || string.Equals(text, "FALSE", StringComparison.OrdinalIgnoreCase) => "FALSE",
                    _ => null,
                };
                diagnostics.Add(
                    FormulaErrorKind.Structure,
                    argument.Value.Span,
                    $"'{Hom}' is TRUE (one variance for all columns) or FALSE (a variance for each), and {DiagnosticList.Quote(value)} is neither.",
                    meant);
                return null;
        }
    }

    /// <summary>The name that fits <c>hom</c> where the name written says the opposite, as <c>homcs(.., hom = FALSE)</c>; null where the two agree.</summary>
    private static string? Contradiction(CovarianceStructure named, bool isHomogeneous) => (named, isHomogeneous) switch
    {
        (CovarianceStructure.HomogeneousDiagonal or CovarianceStructure.HomogeneousCompoundSymmetry or CovarianceStructure.HomogeneousToeplitz, false)
            or (CovarianceStructure.HeterogeneousAutoregressive, true) => StructureNames.Of(With(named, isHomogeneous)),
        _ => null,
    };

    private static CovarianceStructure With(CovarianceStructure named, bool isHomogeneous) => named switch
    {
        CovarianceStructure.Diagonal or CovarianceStructure.HomogeneousDiagonal =>
            isHomogeneous ? CovarianceStructure.HomogeneousDiagonal : CovarianceStructure.Diagonal,
        CovarianceStructure.CompoundSymmetry or CovarianceStructure.HomogeneousCompoundSymmetry =>
            isHomogeneous ? CovarianceStructure.HomogeneousCompoundSymmetry : CovarianceStructure.CompoundSymmetry,
        CovarianceStructure.Autoregressive or CovarianceStructure.HeterogeneousAutoregressive =>
            isHomogeneous ? CovarianceStructure.Autoregressive : CovarianceStructure.HeterogeneousAutoregressive,
        CovarianceStructure.Toeplitz or CovarianceStructure.HomogeneousToeplitz =>
            isHomogeneous ? CovarianceStructure.HomogeneousToeplitz : CovarianceStructure.Toeplitz,
        _ => named,
    };
}
