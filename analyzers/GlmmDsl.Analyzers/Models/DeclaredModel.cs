using System.Collections.Immutable;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using CodeExpression = Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;

namespace GlmmDsl.Analyzers.Models;

/// <summary>A model class as written, which all its rules check. Parsed, expanded and planned once.</summary>
internal sealed class DeclaredModel
{
    /// <summary>The formulas of the linear predictors beside the mean's, with their words.</summary>
    private static readonly (string Name, string Words)[] ComponentNames = [("ZeroInflation", "zero inflation"), ("Dispersion", "dispersion")];

    private readonly Dictionary<string, Setting> named;

    public DeclaredModel(
        INamedTypeSymbol model,
        TypeDeclarationSyntax syntax,
        AttributeSyntax attribute,
        ITypeSymbol rowType,
        FormulaText? formula,
        Dictionary<string, Setting> named,
        bool isGeneralized,
        SemanticModel semanticModel)
    {
        Model = model;
        Syntax = syntax;
        Attribute = attribute;
        RowType = rowType;
        Formula = formula;
        this.named = named;
        IsGeneralized = isGeneralized;
        SemanticModel = semanticModel;
        Row = RowTypeReader.Read(rowType, model);
        if (formula is not null)
        {
            (Terms, Plan, Errors) = FormulaReading.Of(formula.Value, Row, rowType);
        }

        // A generalised model without a family is unfinished code; a linear one has the Gaussian family.
        Specification = new Specification(named, isComplete: !isGeneralized || named.ContainsKey(Specification.FamilyName), semanticModel, attribute)
        {
            Formula = formula,
            Terms = Errors.IsEmpty ? Terms : null,
            InsertionPoint = attribute.ArgumentList?.Arguments.LastOrDefault()?.Span.End,
        };
    }

    /// <summary>What the formula is of in a sentence, <c>dispersion</c>, where the model stands for another linear predictor than the mean's; null for the model itself.</summary>
    public string? Component { get; private init; }

    /// <summary>The columns that the model's response is, alone; null where it is an expression of several, or where it is not known.</summary>
    public string? ResponseColumn => Plan?.Response is { Expression: GlmmDsl.Formulas.NameSyntax name } ? name.Name : null;

    /// <summary>The linear predictors beside the mean's that have constant formulas: each like a model of that formula, for the rules on formulas.</summary>
    public IEnumerable<DeclaredModel> Components()
    {
        foreach ((string name, string words) in ComponentNames)
        {
            if (TextOf(name) is { } formula)
            {
                yield return new DeclaredModel(Model, Syntax, Attribute, RowType, formula, named, IsGeneralized, SemanticModel) { Component = words };
            }
        }
    }

    /// <summary>The class.</summary>
    public INamedTypeSymbol Model { get; }

    /// <summary>The part of the class that has the attribute.</summary>
    public TypeDeclarationSyntax Syntax { get; }

    /// <summary>The attribute.</summary>
    public AttributeSyntax Attribute { get; }

    /// <summary>The attribute's type argument.</summary>
    public ITypeSymbol RowType { get; }

    /// <summary>The columns of the row type.</summary>
    public RowModel Row { get; }

    /// <summary>Whether the row type has any.</summary>
    public bool HasColumns => Row.Columns.Count > 0;

    /// <summary>The formula; null when it is not a constant.</summary>
    public FormulaText? Formula { get; }

    /// <summary>Where null is given in place of the formula; null when it is not.</summary>
    public CodeExpression? NullFormula { get; init; }

    /// <summary>The expanded formula; null when it cannot be expanded.</summary>
    public ModelTerms? Terms { get; }

    /// <summary>The design; null when the formula has errors.</summary>
    public DesignPlan? Plan { get; }

    /// <summary>The formula's errors.</summary>
    public ImmutableArray<FormulaDiagnostic> Errors { get; } = ImmutableArray<FormulaDiagnostic>.Empty;

    /// <summary>Whether the attribute is that of generalised models.</summary>
    public bool IsGeneralized { get; }

    /// <summary>Family, link, weights and everything else that the attribute sets.</summary>
    public Specification Specification { get; }

    /// <summary>The semantic model of the file.</summary>
    public SemanticModel SemanticModel { get; }

    /// <summary>Where the row type is named; the attribute's name where an alias hides it.</summary>
    public SyntaxNode RowTypeSyntax =>
        Attribute.DescendantNodes().OfType<GenericNameSyntax>().FirstOrDefault()?.TypeArgumentList.Arguments.FirstOrDefault() ?? (SyntaxNode)Attribute.Name;

    /// <summary>The value of a named argument such as <c>Missing</c>; null when it is not given.</summary>
    public CodeExpression? Named(string name) => named.TryGetValue(name, out Setting? value) ? value.Expression : null;

    /// <summary>The text of a named argument such as <c>Weights</c>; null when it is not given or not a constant.</summary>
    public FormulaText? TextOf(string name) => Named(name) is { } expression ? FormulaTextReader.Read(expression, SemanticModel, CancellationToken.None) : null;

    /// <summary>The place of a span of the formula.</summary>
    public Location Place(FormulaSpan span) => Formula?.Map(span) ?? Attribute.GetLocation();

    /// <summary>The text of a span of the formula.</summary>
    public string TextOf(FormulaSpan span) => Formula?.Value.Substring(span.Start, span.Length) ?? "";
}
