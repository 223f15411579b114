using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl;

/// <summary>A formula that has been parsed and expanded, ready to be used with a table. Immutable.</summary>
public sealed class Formula
{
    private Formula(ModelTerms terms) => Terms = terms;

    /// <summary>The expanded terms.</summary>
    public ModelTerms Terms { get; }

    /// <summary>Parses and expands a formula such as <c>Reaction ~ Days + (Days | Subject)</c>.</summary>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    /// <exception cref="FormulaException">The text is not a formula of a model; the exception names the place and what was expected.</exception>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public static Formula Parse([FormulaText] string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        FormulaParseResult parsed = FormulaParser.Parse(text);
        if (parsed.Syntax is null || !parsed.Diagnostics.IsEmpty)
        {
            throw new FormulaException(text, parsed.Diagnostics);
        }

        TermExpansion expansion = TermExpander.Expand(parsed.Syntax);
        return expansion.Terms is null || !expansion.Diagnostics.IsEmpty
            ? throw new FormulaException(text, expansion.Diagnostics)
            : new Formula(expansion.Terms);
    }

    /// <summary>The formula as R would print it.</summary>
    public override string ToString() => Terms.Syntax.ToString();
}

/// <summary>A formula that cannot be used, with each error at its place in the text.</summary>
public sealed class FormulaException : MixedModelException
{
    internal FormulaException(string formula, ImmutableArray<FormulaDiagnostic> diagnostics)
        : base(FormulaErrorText.Of(formula, diagnostics))
    {
        Formula = formula;
        Diagnostics = diagnostics;
    }

    /// <summary>The formula's text.</summary>
    public string Formula { get; }

    /// <summary>What is wrong, in order of places.</summary>
    public ImmutableArray<FormulaDiagnostic> Diagnostics { get; }
}

/// <summary>Marks a parameter that takes a formula's text, so that the analyzers check constants given to it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FormulaTextAttribute : Attribute;
