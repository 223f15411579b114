using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using CodeName = Microsoft.CodeAnalysis.CSharp.Syntax.NameSyntax;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>GLMM117: an attribute that declares a fact about two columns names a member that is no column, or its own. GLMM118: a time of a type that is none, or one that its unit has only once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FactAttributeAnalyzer : LibraryAnalyzer
{
    private static readonly HashSet<string> AboutTwo = new(StringComparer.Ordinal) { "NestedIn", "ConstantWithin", "Aliases", "Time", MarkerNames.NestedIn, MarkerNames.ConstantWithin, MarkerNames.Aliases, MarkerNames.Time };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(DiagnosticDescriptors.FactOfNoColumn, DiagnosticDescriptors.TimeType);

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes) =>
        start.RegisterSyntaxNodeAction(Check, SyntaxKind.Attribute);

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (!AboutTwo.Contains(LastName(attribute.Name))
            || context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type is not { ContainingNamespace: { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } } type
            || !AboutTwo.Contains(type.Name)
            || attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } row)
        {
            return;
        }

        RowModel columns = RowTypeReader.Read(row, row);
        bool isTime = type.Name == MarkerNames.Time;
        if (isTime && OwnName(attribute) is { } own && columns.Columns.Items.FirstOrDefault(c => c.Member.TrimStart('@') == own) is { } time && TimeFault.Of(columns, time) is { } wrong)
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.TimeType, attribute.Name.GetLocation(), time.Name, wrong));
        }

        if (attribute.ArgumentList?.Arguments.FirstOrDefault(a => isTime ? a.NameEquals?.Name.Identifier.ValueText == "Within" : a.NameEquals is null)?.Expression is not { } argument
            || context.SemanticModel.GetConstantValue(argument, context.CancellationToken) is not { HasValue: true, Value: string name })
        {
            return;
        }

        RowColumn? other = columns.Columns.Items.FirstOrDefault(c => c.Member.TrimStart('@') == name) ?? columns.Find(name);
        string? fault = other switch
        {
            // Rows of an abstract type are of a type derived from it, which may have the column.
            null when row.IsAbstract => null,
            null => Missing(columns, name),
            { Kind: ColumnKind.Unusable } => $"'{name}' of {row.Name} cannot be a column of a model",
            _ when other.Member.TrimStart('@') == OwnName(attribute) => $"'{name}' is the member itself; name the other one",
            _ => null,
        };
        if (fault is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.FactOfNoColumn, argument.GetLocation(), type.Name.Substring(0, type.Name.Length - "Attribute".Length), fault));
        }

        string Missing(RowModel model, string missing) =>
            NearestName.Find(missing, model.Columns.Items.Select(c => c.Name)) is { } nearest
                ? $"{row.Name} has no column '{missing}'; did you mean '{nearest}'?"
                : $"{row.Name} has no column '{missing}'; name a public readable property or field of it";
    }

    private static string LastName(CodeName name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private static string? OwnName(AttributeSyntax attribute) =>
        attribute.Parent?.Parent switch
        {
            ParameterSyntax parameter => parameter.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            FieldDeclarationSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Identifier.ValueText,
            _ => null,
        };
}
