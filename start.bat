@echo off
rem Double click: sets up and opens the course. Needs Python 3.11 or newer from python.org.
cd /d "%~dp0"
where py >nul 2>nul
if %errorlevel%==0 (
  py -3 start.py %*
) else (
  where python >nul 2>nul
  if errorlevel 1 (
    echo Python was not found. Install Python 3.13 from python.org, tick "Add python.exe to PATH", and double click start.bat again.
  ) else (
    python start.py %*
  )
)
if errorlevel 1 pause
