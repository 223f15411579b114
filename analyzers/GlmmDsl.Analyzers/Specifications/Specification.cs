using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>
/// What a model's attribute, or the options of a fit at run time, say about a model in addition to its formula: family, link, weights, approximation.
/// The two use the same names, so that one rule reads both.
/// </summary>
internal sealed class Specification
{
    /// <summary>The name under which the family is set.</summary>
    public const string FamilyName = "Family";

    private readonly IReadOnlyDictionary<string, Setting> settings;
    private readonly bool isComplete;

    /// <summary>Takes what is set.</summary>
    /// <param name="settings">By name.</param>
    /// <param name="isComplete">Whether settings not among them have their defaults; otherwise they are not known.</param>
    /// <param name="semanticModel">The semantic model of the file that sets them.</param>
    /// <param name="site">The attribute, the creation of the options, or the call that takes them.</param>
    public Specification(IReadOnlyDictionary<string, Setting> settings, bool isComplete, SemanticModel? semanticModel, SyntaxNode? site)
    {
        this.settings = settings;
        this.isComplete = isComplete;
        SemanticModel = semanticModel;
        Site = site;
    }

    /// <summary>The semantic model of the file that sets it; null when it is read from an assembly.</summary>
    public SemanticModel? SemanticModel { get; }

    /// <summary>The attribute, the creation of the options, or the call that takes them; null when it is read from an assembly.</summary>
    public SyntaxNode? Site { get; }

    /// <summary>The formula; null when it cannot be seen.</summary>
    public FormulaText? Formula { get; init; }

    /// <summary>The expanded formula; null when it cannot be seen or is wrong.</summary>
    public ModelTerms? Terms { get; init; }

    /// <summary>Where a further setting can be written, after the last; null when there is no place for it at the site.</summary>
    public int? InsertionPoint { get; init; }

    /// <summary>Whether it comes from the attribute of a typed model, and not from the options of a fit at run time.</summary>
    public bool IsAttribute => Site is AttributeSyntax;

    /// <summary>Whether it is the attribute of linear models, which has neither family nor link.</summary>
    public bool IsLinearAttribute => IsAttribute && SemanticModel?.GetTypeInfo(Site!).Type?.Name == "LinearMixedModelAttribute";

    /// <summary>The family's name; null when it cannot be seen.</summary>
    public string? Family => HasOwnFamily ? null : MemberOf(FamilyName, FamilyFacts.Gaussian);

    /// <summary>Whether the family is one of the program's own, of which nothing is known here.</summary>
    public bool HasOwnFamily => Find(FamilyName) is { Expression: TypeOfExpressionSyntax } || Find("ResponseFamily") is { IsConstant: false };

    /// <summary>The link's name, the family's usual one where none is set; null when it cannot be seen.</summary>
    public string? Link => MemberOf("Link", "Default") is { } link ? link == "Default" ? Family is { } family ? FamilyFacts.UsualLink(family) : null : link : null;

    /// <summary>Whether the model is known to be a generalised one: it has no residual variance, and no restricted likelihood.</summary>
    public bool IsGeneralized => Family is { } family && family != FamilyFacts.Gaussian;

    /// <summary>Whether there is certainly a formula of the dispersion: then a Gaussian model too is fitted by maximum likelihood.</summary>
    public bool HasDispersionFormula => TextOf("Dispersion") is not null;

    /// <summary>What is set under a name; null when nothing is.</summary>
    public Setting? Find(string name) => settings.TryGetValue(name, out Setting? setting) ? setting : null;

    /// <summary>Whether nothing is set under a name, here or in a place that cannot be seen.</summary>
    public bool Lacks(string name) => isComplete && !settings.ContainsKey(name);

    /// <summary>The member of an enum that is set, or its default; null when it cannot be seen.</summary>
    public string? MemberOf(string name, string otherwise) => Find(name) is { } setting ? setting.Member : isComplete ? otherwise : null;

    /// <summary>The text that is set, a column; null when none is set or it cannot be seen.</summary>
    public string? TextOf(string name) => Find(name) is { IsConstant: true, Value: string { Length: > 0 } text } ? text : null;

    /// <summary>Whether the site itself contains a place: a diagnostic and its fixes do not reach beyond it.</summary>
    public bool Holds(SyntaxNode? node) => node is not null && Site is not null && node.SyntaxTree == Site.SyntaxTree && Site.Span.Contains(node.Span);

    /// <summary>The place of a span of the formula.</summary>
    public Location PlaceOf(FormulaSpan span) => Formula?.Map(span) ?? Site?.GetLocation() ?? Location.None;

    /// <summary>How a type of the library is written at the site, with no more of its namespace than it needs.</summary>
    public string NameOf(string type) =>
        SemanticModel?.Compilation.GetTypeByMetadataName("GlmmDsl." + type) is { } symbol && Site is not null
            ? symbol.ToMinimalDisplayString(SemanticModel, Site.SpanStart)
            : type;
}
