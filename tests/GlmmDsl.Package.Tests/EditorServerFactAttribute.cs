namespace GlmmDsl.Package.Tests;

/// <summary>A test that needs <c>csharp-ls</c>; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EditorServerFactAttribute : FactAttribute
{
    public EditorServerFactAttribute()
    {
        if (EditorServer.Find() is null)
        {
            Skip = $"csharp-ls is not installed: dotnet tool install --global csharp-ls, or name the program in {EditorServer.Variable}.";
        }
    }
}
